package io.asteris.dispatcher.oauth;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why an authorisation server refused, as its owner can act on it. Of the server's own words only the error's name and Microsoft's
 * number are read: the rest is prose that changes.
 */
final class TokenTrouble {
    private static final Pattern NUMBER = Pattern.compile("AADSTS(\\d{4,8})");
    private static final Pattern NAME = Pattern.compile("[a-z_]{1,60}");

    private static final Map<String, String> BY_NUMBER = Map.ofEntries(
            Map.entry("70008", "The consent has run out. Authorise again."),
            Map.entry("700082", "The consent has run out because it was not used for a long time. Authorise again."),
            Map.entry(
                    "700084",
                    "The consent has run out: it lasts a day only, because the redirect address is registered as a single-page"
                            + " application. Register it as Web, then authorise again."),
            Map.entry("50173", "The consent was revoked, as a change of the password does. Authorise again."),
            Map.entry("50076", "The organisation now wants a second factor at sign-in. Authorise again."),
            Map.entry("50079", "The organisation now wants a second factor at sign-in. Authorise again."),
            Map.entry(
                    "65001", "The account's owner has not granted Mail.Send. Authorise, and grant what is asked for."),
            Map.entry(
                    "65004",
                    "The consent was declined. Authorise again, and grant what is asked for if mail is to be sent."),
            Map.entry(
                    "90094",
                    "The organisation needs admin approval: ask its administrator to grant the application Mail.Send, then"
                            + " authorise again."),
            Map.entry(
                    "7000215",
                    "The client secret is wrong. Paste the secret's value, not its id, from Certificates & secrets of the app"
                            + " registration."),
            Map.entry(
                    "7000222",
                    "The client secret has expired. Make a new one under Certificates & secrets of the app registration and save"
                            + " it here; no new consent is needed."),
            Map.entry("700016", "The client id is not known in this tenant. Check client_id and tenant."),
            Map.entry("90002", "The tenant is not known. Check tenant."),
            Map.entry(
                    "50011",
                    "The redirect address is not registered with the application. Add the address that authorise names."));

    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry(
                    "invalid_grant",
                    "The consent is not valid any more: it was revoked, the password changed, or it was not used for months. (A"
                            + " Google project in status Testing loses its consents after 7 days: publish it.) Authorise again."),
            Map.entry("interaction_required", "The account's owner must sign in again. Authorise again."),
            Map.entry("login_required", "The account's owner must sign in again. Authorise again."),
            Map.entry("consent_required", "The account's owner must consent again. Authorise again."),
            Map.entry(
                    "access_denied",
                    "The consent was declined. Authorise again, and grant what is asked for if mail is to be sent."),
            Map.entry("invalid_client", "Client id or client secret is wrong or has expired. Save the right ones."),
            Map.entry("unauthorized_client", "The client may not do this. Check client_id and how it is registered."),
            Map.entry("deleted_client", "The client was deleted. Make a new one and save its id and secret."),
            Map.entry(
                    "redirect_uri_mismatch",
                    "The redirect address is not registered with the client. Add the address that authorise names."),
            Map.entry(
                    "admin_policy_enforced",
                    "The organisation needs admin approval: ask its administrator to trust the client, then authorise again."),
            Map.entry("org_internal", "Only accounts of the client's own organisation may sign in."),
            Map.entry("invalid_scope", "The client may not ask for sending mail. Check how it is registered."));

    private final String name;
    private final String number;

    private TokenTrouble(String name, String number) {
        this.name = name;
        this.number = number;
    }

    /** @param description may be anything */
    static TokenTrouble of(String error, String description) {
        Matcher number = NUMBER.matcher(description);
        return new TokenTrouble(NAME.matcher(error).matches() ? error : "", number.find() ? number.group(1) : "");
    }

    /**
     * For the owner, with what a search engine needs at the end.
     *
     * @param status of the answer; 0 when it came by the browser
     */
    String words(String server, int status) {
        String known = BY_NUMBER.getOrDefault(number, BY_NAME.getOrDefault(name, ""));
        if (known.isEmpty()) {
            return server + " refuses to give access" + code(status) + ". Check client id, client secret and tenant.";
        }
        return known + " [" + server + code(status) + "]";
    }

    private String code(int status) {
        if (!number.isEmpty()) {
            return ": AADSTS" + number;
        }
        if (!name.isEmpty()) {
            return ": " + name;
        }
        return status == 0 ? "" : ": " + status;
    }
}
