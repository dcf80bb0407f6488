package io.asteris.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts as Mailgun sends them: one event each, the smallest thing that a provider pays a request for; each with a token of its own. */
final class MailgunPosts implements Supplier<Buffer> {
    /** What signs them. */
    static final String KEY = "key-of-the-bench-0123456789";

    private static final int TOKEN_OCTETS = 25;
    private static final long MILLIS = 1_000;

    private final AtomicLong number = new AtomicLong();

    @Override
    public Buffer get() {
        long n = number.incrementAndGet();
        byte[] octets = new byte[TOKEN_OCTETS];
        ThreadLocalRandom.current().nextBytes(octets);
        String token = HexFormat.of().formatHex(octets);
        String time = Long.toString(System.currentTimeMillis() / MILLIS);
        return Buffer.buffer("""
                {"signature":{"timestamp":"%s","token":"%s","signature":"%s"},"event-data":{"event":"delivered","id":"bench-%d",\
                "timestamp":%s.25,"recipient":"reader%d@example.com","delivery-status":{"code":250,"message":"OK"},"message":\
                {"headers":{"message-id":"%d.bench@mg.example.com"}}}}
                """.formatted(time, token, hmac(time + token), n, time, n, n));
    }

    private static String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks HmacSHA256", missing);
        }
    }
}
