package io.asteris.dispatcher.provider.ses;

import io.asteris.platform.egress.HttpBody;
import io.asteris.platform.egress.HttpCall;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests as AWS wants it (Signature Version 4), for paths of plain segments and without a query. */
final class SigV4 {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String accessKeyId;
    private final String secretAccessKey;
    private final String region;
    private final String service;

    SigV4(String accessKeyId, String secretAccessKey, String region, String service) {
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
        this.region = region;
        this.service = service;
    }

    /** The call with its signature. Reads the whole body once; not for an event loop. */
    HttpCall sign(HttpCall call, Instant now) {
        String time = TIME.format(now);
        String date = time.substring(0, 8);
        String digest = digest(call.body());
        SortedMap<String, String> signed = new TreeMap<>();
        call.headers().forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value.strip()));
        signed.put("host", host(call.target()));
        signed.put("x-amz-date", time);
        signed.put("x-amz-content-sha256", digest);
        String names = String.join(";", signed.keySet());
        String canonical = call.method().name() + "\n" + call.target().getRawPath() + "\n\n"
                + signed.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n" + names + "\n" + digest;
        String scope = date + "/" + region + "/" + service + "/aws4_request";
        String toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n" + hex(sha256().digest(utf8(canonical)));
        String signature = hex(mac(key(date), toSign));
        return call.with("x-amz-date", time)
                .with("x-amz-content-sha256", digest)
                .with(
                        "Authorization",
                        ALGORITHM + " Credential=" + accessKeyId + "/" + scope + ", SignedHeaders=" + names
                                + ", Signature=" + signature);
    }

    /** As it travels: without a port that is the scheme's own. */
    private static String host(URI target) {
        int own = "http".equalsIgnoreCase(target.getScheme()) ? 80 : 443;
        boolean bare = target.getPort() < 0 || target.getPort() == own;
        return bare ? target.getHost() : target.getHost() + ":" + target.getPort();
    }

    private byte[] key(String date) {
        byte[] key = utf8("AWS4" + secretAccessKey);
        for (String each : new String[] {date, region, service, "aws4_request"}) {
            key = mac(key, each);
        }
        return key;
    }

    private static String digest(HttpBody body) {
        MessageDigest sha256 = sha256();
        for (Iterator<Buffer> pieces = body.open(); pieces.hasNext(); ) {
            sha256.update(pieces.next().getBytes());
        }
        return hex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no SHA-256", missing);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no HmacSHA256", missing);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    @Override
    public String toString() {
        return "signer for " + service + " in " + region;
    }
}
