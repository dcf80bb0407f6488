package io.asteris.dispatcher.smtp;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.platform.egress.AddressRange;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * Makes a fresh connection ready for mail: TLS as the endpoint demands, greeting, EHLO, sign-in. Nothing said before TLS is
 * believed after it, and nothing weaker than what is demanded is accepted (RELIABILITY S5).
 */
final class SmtpHandshake {
    private final SmtpConnection connection;
    private final SmtpEndpoint endpoint;
    private final SmtpClientOptions options;
    private final long end;
    private SmtpCheck.Step step = SmtpCheck.Step.GREETING;

    SmtpHandshake(SmtpConnection connection, SmtpEndpoint endpoint, SmtpClientOptions options) {
        this.connection = connection;
        this.endpoint = endpoint;
        this.options = options;
        this.end = System.nanoTime() + options.timeouts().dialogue().toNanos();
    }

    /** The connection, ready for MAIL; fails with {@link SetupFailure} and the connection closed. */
    Future<SmtpConnection> perform() {
        Future<Void> ready =
                switch (endpoint.mode()) {
                    case NONE -> greeting().compose(greeted -> ehlo());
                    case STARTTLS ->
                        greeting()
                                .compose(greeted -> ehlo())
                                .compose(offered -> startTls())
                                .compose(secured -> ehlo());
                    case TLS -> secure().compose(secured -> greeting()).compose(greeted -> ehlo());
                };
        return ready.compose(offered -> signIn()).map(connection).recover(this::giveUp);
    }

    private Future<Void> greeting() {
        step = SmtpCheck.Step.GREETING;
        return connection
                .reply(limit())
                .compose(reply -> wanted(
                        reply, Stage.GREETING, "The server does not want to talk to us: it refused the connection."));
    }

    private Future<Void> ehlo() {
        step = SmtpCheck.Step.GREETING;
        return connection.ask("EHLO " + ourName(), limit()).compose(reply -> {
            if (reply.isPositive()) {
                connection.capabilities(Capabilities.of(reply));
            }
            return wanted(reply, Stage.EHLO, "The server refused our greeting (EHLO).");
        });
    }

    private Future<Void> startTls() {
        step = SmtpCheck.Step.TLS;
        if (!connection.capabilities().starttls()) {
            return refused("The server offers no encryption (STARTTLS) on port " + endpoint.port()
                    + ", so nothing was sent. Use the port for STARTTLS, usually 587, or TLS on 465.");
        }
        return connection
                .ask("STARTTLS", limit())
                .compose(reply -> wanted(reply, Stage.STARTTLS, "The server refused to start encryption."))
                .compose(agreed -> secure());
    }

    private Future<Void> secure() {
        step = SmtpCheck.Step.TLS;
        // CVE-2011-0411 and its mirror in clients: what came in clear behind the reply must not be read as said under
        // TLS.
        connection.discardReceived();
        connection.capabilities(Capabilities.NOTHING);
        Future<Void> upgraded = AddressRange.isAddress(endpoint.host())
                ? connection.socket().upgradeToSsl()
                : connection.socket().upgradeToSsl(endpoint.host());
        return upgraded.recover(failure -> isTlsRefusal(failure)
                ? refused("The encrypted connection to " + endpoint.host()
                        + " is not trustworthy: " + tlsReason(failure)
                        + " Nothing was sent. Check the host name; the server needs a valid certificate for it.")
                : Future.failedFuture(new SmtpFailure(
                        SmtpFailure.Kind.DROPPED, "the connection ended while encryption was being set up")));
    }

    private Future<Void> signIn() {
        step = SmtpCheck.Step.SIGN_IN;
        return new SmtpLogin(connection, limit()).signIn(endpoint.credentials());
    }

    private Future<Void> wanted(SmtpReply reply, Stage stage, String words) {
        if (reply.isPositive()) {
            return Future.succeededFuture();
        }
        ReplyClassifier.Verdict verdict = ReplyClassifier.classify(stage, reply);
        String later = verdict.cause() == Cause.CONFIGURATION ? "" : " It says that this will pass.";
        var answer = new Answer.NotTaken(verdict.cause(), reply.said(), verdict.retryAfter(), List.of());
        return Future.failedFuture(new SetupFailure(step, words + later, answer));
    }

    private Future<Void> refused(String words) {
        return Future.failedFuture(
                new SetupFailure(step, words, Answer.NotTaken.of(Cause.CONFIGURATION, Said.ours(words))));
    }

    private Future<SmtpConnection> giveUp(Throwable failure) {
        SetupFailure setup = failure instanceof SetupFailure known ? known : brokeOff(failure);
        connection.spend();
        // A server that answered is told goodbye; nobody waits for it.
        Future<Void> gone =
                failure instanceof SetupFailure && step != SmtpCheck.Step.TLS ? connection.quit() : connection.close();
        return gone.transform(closed -> Future.failedFuture(setup));
    }

    private SetupFailure brokeOff(Throwable failure) {
        String what = failure instanceof SmtpFailure known ? known.words() : "the connection could not be set up";
        String words = "The connection to " + endpoint.host() + " broke off (" + what
                + "). Check that port and encryption belong together: 587 with STARTTLS, 465 with TLS.";
        return new SetupFailure(step, words, Answer.NotTaken.of(Cause.TRANSIENT, Said.ours(what)));
    }

    private Duration limit() {
        return options.timeouts().replyBefore(end);
    }

    private static boolean isTlsRefusal(Throwable failure) {
        boolean tooSlow = failure.getClass().getSimpleName().contains("Timeout");
        return failure instanceof SSLException && !tooSlow;
    }

    private static String tlsReason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? "the handshake failed." : root.getMessage() + ".";
    }

    private String ourName() {
        if (options.ehloName() != null) {
            return options.ehloName();
        }
        String address = connection.socket().localAddress().hostAddress();
        return address.indexOf(':') >= 0 ? "[IPv6:" + address + "]" : "[" + address + "]";
    }
}
