package io.asteris.dispatcher.smtp;

import io.vertx.core.Future;

/** The last steps of a trial on a connection that is ready for mail: is it still there, and what does it offer. */
final class SmtpTrial {
    private final SmtpConnection connection;
    private final SmtpEndpoint endpoint;
    private final SmtpTimeouts timeouts;

    SmtpTrial(SmtpConnection connection, SmtpEndpoint endpoint, SmtpTimeouts timeouts) {
        this.connection = connection;
        this.endpoint = endpoint;
        this.timeouts = timeouts;
    }

    Future<SmtpCheck> perform() {
        String protection = connection.isSecure() ? connection.tlsVersion() : "no encryption";
        return connection
                .ask("NOOP", timeouts.reply())
                .compose(reply -> connection.quit())
                .map(gone -> new SmtpCheck.Works("Connected to " + endpoint.host() + " with " + protection + signedIn()
                        + ". The server is ready for mail."));
    }

    private String signedIn() {
        return endpoint.credentials() instanceof SmtpCredentials.None ? ", without sign-in" : " and signed in";
    }
}
