package io.asteris.dispatcher.oauth;

import jakarta.ws.rs.core.Response;

/** The page on which a consent ends: text and nothing else, so that nothing in it can run, load, or be framed. */
final class ConsentPage {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY = 429;
    private static final String POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private ConsentPage() {}

    static Response of(Consents.Outcome outcome) {
        return switch (outcome) {
            case Consents.Authorised done ->
                page(
                        OK,
                        "Authorised",
                        "The provider " + done.provider() + " is authorised at " + done.server()
                                + ". Mail that waited for it goes out now. You can close this window and send a test.");
            case Consents.NotAuthorised not -> page(BAD_REQUEST, "Not authorised", not.words());
            case Consents.Busy busy ->
                page(
                        TOO_MANY,
                        "One moment",
                        "Too many sign-ins come back at this moment. Reload this page in a second.");
        };
    }

    private static Response page(int status, String title, String words) {
        return Response.status(status)
                .type("text/html;charset=utf-8")
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-store")
                .header("Retry-After", status == TOO_MANY ? "1" : null)
                .entity("""
                        <!doctype html>
                        <html lang="en">
                        <meta charset="utf-8">
                        <title>Asteris: %1$s</title>
                        <h1>%1$s</h1>
                        <p>%2$s</p>
                        """.formatted(escaped(title), escaped(words)))
                .build();
    }

    /** What a text may not hold where HTML is read. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
