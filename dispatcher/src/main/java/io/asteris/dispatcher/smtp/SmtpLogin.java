package io.asteris.dispatcher.smtp;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs a connection in (RFC 4954) by the best mechanism that both sides know. */
final class SmtpLogin {
    private static final List<String> SECURE_ORDER = List.of("PLAIN", "LOGIN", "CRAM-MD5");

    /** Without TLS the password itself is shown only to a server that knows nothing better. */
    private static final List<String> PLAIN_TEXT_ORDER = List.of("CRAM-MD5", "PLAIN", "LOGIN");

    private final SmtpConnection connection;
    private final Duration limit;
    private final List<String> secrets = new ArrayList<>();

    SmtpLogin(SmtpConnection connection, Duration limit) {
        this.connection = connection;
        this.limit = limit;
    }

    /** Completes when the server let us in; fails with {@link SetupFailure} or {@link SmtpFailure}. */
    Future<Void> signIn(SmtpCredentials credentials) {
        return switch (credentials) {
            case SmtpCredentials.None none -> Future.succeededFuture();
            case SmtpCredentials.Password password -> byPassword(password);
            case SmtpCredentials.AccessToken token -> byToken(token);
        };
    }

    private Future<Void> byPassword(SmtpCredentials.Password credentials) {
        secrets.add(credentials.password());
        List<String> order = connection.isSecure() ? SECURE_ORDER : PLAIN_TEXT_ORDER;
        String mechanism = order.stream()
                .filter(connection.capabilities().mechanisms()::contains)
                .findFirst()
                .orElse("");
        return switch (mechanism) {
            case "PLAIN" ->
                say("AUTH PLAIN ", "\0" + credentials.user() + "\0" + credentials.password())
                        .compose(this::judge);
            case "LOGIN" ->
                connection
                        .ask("AUTH LOGIN", limit)
                        .compose(prompt -> onPrompt(prompt, credentials.user()))
                        .compose(prompt -> onPrompt(prompt, credentials.password()))
                        .compose(this::judge);
            case "CRAM-MD5" ->
                connection
                        .ask("AUTH CRAM-MD5", limit)
                        .compose(challenge -> onChallenge(challenge, credentials))
                        .compose(this::judge);
            default -> noMechanism("a user name and password");
        };
    }

    private Future<Void> byToken(SmtpCredentials.AccessToken credentials) {
        if (!connection.capabilities().mechanisms().contains("XOAUTH2")) {
            return noMechanism("an access token (XOAUTH2)");
        }
        secrets.add(credentials.token());
        // The server explains a bad token in a prompt; only after an empty line does it give the real answer.
        return say("AUTH XOAUTH2 ", xoauth2(credentials))
                .compose(reply -> reply.isGoAhead() ? connection.ask("", limit) : Future.succeededFuture(reply))
                .compose(this::judge);
    }

    static String xoauth2(SmtpCredentials.AccessToken credentials) {
        return "user=" + credentials.user() + "\u0001auth=Bearer " + credentials.token() + "\u0001\u0001";
    }

    private Future<SmtpReply> say(String before, String words) {
        String coded = base64(words.getBytes(StandardCharsets.UTF_8));
        secrets.add(coded);
        return connection.ask(before + coded, limit);
    }

    private Future<SmtpReply> onPrompt(SmtpReply prompt, String answer) {
        return prompt.isGoAhead() ? say("", answer) : Future.succeededFuture(prompt);
    }

    private Future<SmtpReply> onChallenge(SmtpReply challenge, SmtpCredentials.Password credentials) {
        if (!challenge.isGoAhead()) {
            return Future.succeededFuture(challenge);
        }
        try {
            byte[] asked = Base64.getDecoder().decode(challenge.text());
            return say("", credentials.user() + " " + hmacMd5(credentials.password(), asked));
        } catch (IllegalArgumentException notBase64) {
            return Future.failedFuture(new SmtpFailure(
                    SmtpFailure.Kind.PROTOCOL, "the server sent a sign-in challenge that is not base64"));
        }
    }

    /** RFC 2195: the keyed digest of the challenge, in hexadecimal. */
    static String hmacMd5(String password, byte[] challenge) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
            return HexFormat.of().formatHex(mac.doFinal(challenge));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no HmacMD5", missing);
        }
    }

    private Future<Void> judge(SmtpReply reply) {
        if (reply.isPositive()) {
            return Future.succeededFuture();
        }
        ReplyClassifier.Verdict verdict = ReplyClassifier.classify(Stage.AUTH, reply);
        var answer = new Answer.NotTaken(verdict.cause(), withoutSecrets(reply), verdict.retryAfter(), List.of());
        String words = verdict.cause() == Cause.CONFIGURATION
                ? "The server refused the sign-in. Check user name and password; many providers want an API key or an"
                        + " application password here, not the account's own."
                : "The server cannot check the sign-in right now. Try again in a few minutes.";
        return Future.failedFuture(new SetupFailure(SmtpCheck.Step.SIGN_IN, words, answer));
    }

    /** Some servers repeat what they could not read. */
    private Said withoutSecrets(SmtpReply reply) {
        Said said = reply.said();
        String text = reply.text();
        for (String secret : secrets) {
            text = text.replace(secret, "***");
        }
        return new Said(said.code(), said.enhanced(), text);
    }

    private Future<Void> noMechanism(String with) {
        String words = "The server offers no way to sign in with " + with + ". Check host, port and encryption.";
        return Future.failedFuture(new SetupFailure(
                SmtpCheck.Step.SIGN_IN, words, Answer.NotTaken.of(Cause.CONFIGURATION, Said.ours(words))));
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
