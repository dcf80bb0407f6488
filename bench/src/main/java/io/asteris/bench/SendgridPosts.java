package io.asteris.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;

/**
 * Posts as SendGrid sends them under load: a hundred events each, of all kinds, signed. Most are about messages that were sent before;
 * one in a hundred is a hard bounce of an address that nobody knew.
 */
final class SendgridPosts implements Supplier<SteadyLoad.Post> {
    /** Events of a post. */
    static final int EVENTS = 100;

    /** Of those, what puts an address on the list. */
    static final int BOUNCES = 1;

    private static final long MILLIS = 1_000;
    private static final int PROCESSED = 33;
    private static final int DELIVERED = 66;
    private static final int OPENED = 88;
    private static final int CLICKED = 98;
    private static final int DEFERRED = 99;

    private final KeyPair pair;
    private final List<String> messages;
    private long number;

    /** About these messages to anna@example.com. */
    SendgridPosts(List<String> messages) {
        this.messages = List.copyOf(messages);
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks P-256", missing);
        }
    }

    /** The key as SendGrid shows it. */
    String verificationKey() {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    @Override
    public SteadyLoad.Post get() {
        String time = Long.toString(System.currentTimeMillis() / MILLIS);
        var events = new StringJoiner(",\r\n", "[", "]\r\n");
        for (int i = 0; i < EVENTS; i++) {
            events.add(event(number++, i, time));
        }
        byte[] body = events.toString().getBytes(StandardCharsets.UTF_8);
        return new SteadyLoad.Post(
                Buffer.buffer(body),
                Map.of(
                        "X-Twilio-Email-Event-Webhook-Signature",
                        signature(time, body),
                        "X-Twilio-Email-Event-Webhook-Timestamp",
                        time));
    }

    private String event(long n, int kind, String time) {
        boolean gone = kind >= EVENTS - BOUNCES;
        String about = gone ? "" : ",\"asteris_message_id\":\"" + messages.get((int) (n % messages.size())) + "\"";
        return """
                {"email":"%s","timestamp":%s,"smtp-id":"<%d.bench@ismtpd0006p1sjc2.sendgrid.net>","sg_event_id":"bench-%d",\
                "sg_message_id":"bench%d.filter0425p1mdw1.13037.57168B4A1D.0","category":["orders"]%s,%s}\
                """.formatted(gone ? "gone" + n + "@example.com" : "anna@example.com", time, n, n, n, about, said(kind));
    }

    private static String said(int kind) {
        if (kind < PROCESSED) {
            return "\"event\":\"processed\"";
        }
        if (kind < DELIVERED) {
            return "\"event\":\"delivered\",\"ip\":\"192.0.2.173\",\"tls\":1,"
                    + "\"response\":\"250 2.0.0 OK 1461095248 m143si2210036ioe.159 - gsmtp \"";
        }
        String reader =
                "\"ip\":\"192.0.2.229\",\"useragent\":\"Mozilla/5.0 (Windows NT 10.0; rv:128.0) Firefox/128.0\"";
        if (kind < OPENED) {
            return "\"event\":\"open\"," + reader;
        }
        if (kind < CLICKED) {
            return "\"event\":\"click\",\"url\":\"https://shop.example/orders/17\"," + reader;
        }
        return kind < DEFERRED
                ? "\"event\":\"deferred\",\"attempt\":\"5\",\"response\":\"400 try again later\""
                : "\"event\":\"bounce\",\"type\":\"bounce\",\"status\":\"5.1.1\","
                        + "\"reason\":\"550 5.1.1 The email account that you tried to reach does not exist.\"";
    }

    private String signature(String time, byte[] body) {
        try {
            Signature ecdsa = Signature.getInstance("SHA256withECDSA");
            ecdsa.initSign(pair.getPrivate());
            ecdsa.update(time.getBytes(StandardCharsets.UTF_8));
            ecdsa.update(body);
            return Base64.getEncoder().encodeToString(ecdsa.sign());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK does not sign with ECDSA", missing);
        }
    }
}
