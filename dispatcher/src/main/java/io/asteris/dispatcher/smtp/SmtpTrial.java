package io.asteris.dispatcher.smtp;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
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
                .compose(reply -> connection.quit().map(gone -> finding(reply, protection)));
    }

    private SmtpCheck finding(SmtpReply reply, String protection) {
        if (reply.isPositive()) {
            return new SmtpCheck.Works("Connected to " + endpoint.host() + " with " + protection + signedIn()
                    + ". The server is ready for mail.");
        }
        return new SmtpCheck.Fails(
                SmtpCheck.Step.READY,
                "The server let us in but is not ready for mail right now.",
                Answer.NotTaken.of(Cause.TRANSIENT, reply.said()));
    }

    private String signedIn() {
        return endpoint.credentials() instanceof SmtpCredentials.None ? ", without sign-in" : " and signed in";
    }
}
