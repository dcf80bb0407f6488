package io.asteris.dispatcher.oauth;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is the same for all clients at one authorisation server.
 *
 * @param server its name for people
 * @param scopes what is asked for
 * @param needed the scope without which no mail goes out, as the server spells it in its answers, in full
 * @param consentParameters what its consent screen wants besides RFC 6749
 * @param withoutRefreshToken why a consent may come without a refresh token, and what the owner does then
 */
public record OAuthRules(
        String server,
        List<String> scopes,
        String needed,
        Map<String, String> consentParameters,
        String withoutRefreshToken) {
    public OAuthRules {
        scopes = List.copyOf(scopes);
        consentParameters = Map.copyOf(consentParameters);
    }

    /**
     * Whether the needed scope is among those granted. Some servers leave out the resource before a scope's name.
     *
     * @param granted separated by spaces (RFC 6749 3.3)
     */
    public boolean isEnough(String granted) {
        String full = needed.toLowerCase(Locale.ROOT);
        String name = full.substring(full.lastIndexOf('/') + 1);
        for (String scope : granted.toLowerCase(Locale.ROOT).split(" ", -1)) {
            if (scope.equals(full) || scope.equals(name)) {
                return true;
            }
        }
        return false;
    }
}
