package io.asteris.testing;

import io.asteris.contract.Json;
import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.EventType;
import io.asteris.contract.event.SiteChanged;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes sites and API keys as the gateway would announce them, straight on the topic {@code sites}. A service knows a site once
 * it has read the record, a moment later: the first request of a test may have to be repeated until it is let in.
 */
public final class TestSites {
    /** The reserved site of admin keys. */
    public static final SiteId OPERATOR = new SiteId("operator");

    private static final Map<String, KafkaProducer<String, byte[]>> OPEN = new ConcurrentHashMap<>();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int ID_LENGTH = 8;
    private static final int SECRET_OCTETS = 32;
    private static final int BOUND_SECONDS = 20;

    private final String bootstrap;

    TestSites(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /** A new site with a key of these scopes, for example {@code send} and {@code logs:read}. */
    public TestSite create(String... scopes) {
        return create(SiteId.mint(), scopes);
    }

    /** A site of that id with one key of these scopes; replaces what was announced of it before. */
    public TestSite create(SiteId site, String... scopes) {
        return announce(site, "UTC", scopes);
    }

    /** A new site in that time zone with a key of these scopes. */
    public TestSite createIn(ZoneId zone, String... scopes) {
        return announce(SiteId.mint(), zone.getId(), scopes);
    }

    private TestSite announce(SiteId site, String timeZone, String... scopes) {
        String id = id();
        String text = "ast_" + id + "_" + secret();
        var key = new SiteChanged.Key(
                id, hash(text), Arrays.stream(scopes).collect(Collectors.toUnmodifiableSet()), null, false);
        publish(new SiteChanged(
                site,
                "Site " + site,
                SiteChanged.State.ACTIVE,
                timeZone,
                List.of(),
                null,
                false,
                null,
                List.of(key),
                null));
        return new TestSite(site, text);
    }

    /** A new admin key; it names the site it acts for with {@code X-Asteris-Site}, and replaces the admin key before it. */
    public TestSite admin() {
        return create(OPERATOR, "admin");
    }

    /** Announces a site as it is given, and waits for the broker's word. */
    public void publish(SiteChanged site) {
        var record = new ProducerRecord<>(Topic.SITES.topicName(), site.key(), Json.write(site));
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", UUID.randomUUID().toString(),
                        "ce_type", EventType.SITE_CHANGED.typeName(),
                        "ce_source", "/sites/" + site.site(),
                        "ce_subject", site.subject(),
                        "ce_time", Instant.now().toString(),
                        "content-type", "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            producer().send(record).get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("the site could not be announced", failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while announcing a site", ended);
        }
    }

    /** Stays open for the next site: nearly every test makes one, and a producer of its own would be most of that work. */
    private KafkaProducer<String, byte[]> producer() {
        return OPEN.computeIfAbsent(
                bootstrap,
                first -> new KafkaProducer<>(
                        Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, first),
                        new StringSerializer(),
                        new ByteArraySerializer()));
    }

    /** What is stored of a key: base64url of HMAC-SHA-256 of its whole text under the tests' pepper. */
    public static String hash(String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(AsterisTestResource.KEY_PEPPER), "HmacSHA256"));
            return base64url(mac.doFinal(key.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks HmacSHA256", missing);
        }
    }

    private static String id() {
        return RANDOM.ints(ID_LENGTH, 0, ALPHABET.length())
                .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
                .collect(Collectors.joining());
    }

    private static String secret() {
        byte[] secret = new byte[SECRET_OCTETS];
        RANDOM.nextBytes(secret);
        return base64url(secret);
    }

    private static String base64url(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
