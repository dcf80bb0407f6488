package io.asteris.gateway.accept;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.asteris.contract.Json;
import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.MessageKind;
import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.CancelOrdered;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.gateway.GatewayClient;
import io.asteris.gateway.GatewayClient.Answer;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentStore;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.SeenRecord;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a post leads to: in the store, on the topic, in the answer. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class AcceptTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final String MESSAGE =
            "{\"from\":\"Shop <shop@s.example>\",\"to\":\"canary.to@gmail.com\",\"bcc\":\"canary.bcc@b.example\","
                    + "\"subject\":\"canarysubject\",\"text\":\"canarybody\",\"tags\":[\"order\"],\"metadata\":{\"n\":\"1\"},"
                    + "\"source\":\"woocommerce\"}";

    @TestHTTPResource
    URI root;

    @Inject
    ContentStore content;

    Sql sql;
    TestServers servers;
    private GatewayClient gateway;
    private String site;
    private String key;

    @BeforeEach
    void makeASite() {
        gateway = new GatewayClient(root);
        site = gateway.newSite("");
        key = gateway.newKey(site, "\"send\"");
    }

    @Test
    void anAcceptedMessageIsAnnouncedWithoutGivingItAway() {
        // When
        Answer answer = gateway.post("send", key, MESSAGE);
        // Then
        assertThat(answer.status()).isEqualTo(202);
        String id = answer.text("/id");
        assertThat(answer.text("/status")).isEqualTo("queued");
        assertThat(answer.header("Location")).isEqualTo("/wp-json/asteris/v1/smtp/logs/" + id);
        SeenRecord record =
                servers.topic(Topic.MAIL_ACCEPTED).await(seen -> seen.key().equals(id));
        assertThat(record.headers())
                .containsEntry("ce_id", id)
                .containsEntry("ce_type", "mail.message.accepted.v1")
                .containsEntry("ce_source", "/sites/" + site)
                .containsEntry("ce_subject", id);
        assertThat(record.json()).doesNotContain("canary").doesNotContain("@").contains("\"domain\":\"gmail.com\"");
        var event = record.as(MessageAccepted.class);
        assertThat(event.kind()).isEqualTo(MessageKind.SEND);
        assertThat(event.acceptedAt()).isEqualTo(event.message().instant());
        assertThat(event.fromDomain()).isEqualTo("s.example");
        assertThat(event.source()).isEqualTo("woocommerce");
        assertThat(event.recipients()).extracting(MessageAccepted.To::domain).containsExactly("gmail.com", "other");
    }

    @Test
    void theSealedContentOpensToWhatCameIn() {
        // Given
        byte[] large = new byte[1024 * 1024];
        byte[] small = new byte[200];
        new Random(3).nextBytes(large);
        new Random(4).nextBytes(small);
        String message = MESSAGE.replace(
                "\"text\":",
                "\"html\":\"<img src=cid:logo>\",\"attachments\":[" + attachment("größe.bin", large, "") + ","
                        + attachment("logo.png", small, ",\"content_id\":\"logo\"") + "],\"text\":");
        // When
        Answer answer = gateway.post("send", key, message);
        // Then
        assertThat(answer.status()).isEqualTo(202);
        var id = MessageId.of(answer.text("/id"));
        var envelope = Json.read(part(id, ContentPart.ENVELOPE), Envelope.class);
        assertThat(envelope.from()).isEqualTo(Mailbox.of("Shop <shop@s.example>"));
        assertThat(envelope.subject()).isEqualTo("canarysubject");
        assertThat(envelope.attachments().getFirst().filename()).isEqualTo("größe.bin");
        assertThat(envelope.attachments().getLast().contentId()).isEqualTo("logo");
        assertThat(Json.read(part(id, ContentPart.BODY), Body.class))
                .isEqualTo(new Body("<img src=cid:logo>", "canarybody"));
        assertThat(part(id, ContentPart.attachment(1))).isEqualTo(large);
        assertThat(part(id, ContentPart.attachment(2))).isEqualTo(small);
    }

    @Test
    void theDatabaseHoldsNothingOfAMessageInClear() {
        String id = gateway.post("send", key, MESSAGE).text("/id");
        long inClear = sql.number(
                "SELECT count(*) FROM content.blob WHERE message = ?::uuid AND position('canary'::bytea in sealed) > 0",
                id);
        assertThat(inClear).isZero();
        assertThat(sql.number("SELECT count(*) FROM content.blob WHERE message = ?::uuid", id))
                .isEqualTo(2);
    }

    @Test
    void fiftyRepeatsAtOnceAreOneMessage() {
        // When
        List<Answer> answers = IntStream.range(0, 50)
                .mapToObj(i -> gateway.later("POST", "send", key, MESSAGE, "Idempotency-Key", "once"))
                .toList()
                .stream()
                .map(later -> later.join())
                .toList();
        // Then
        assertThat(answers).allMatch(answer -> answer.status() == 202);
        assertThat(answers.stream().map(answer -> answer.text("/id")).distinct())
                .hasSize(1);
        assertThat(answers.stream()
                        .filter(answer -> answer.header("Idempotent-Replayed").isEmpty()))
                .hasSize(1);
        assertThat(sql.number("SELECT count(*) FROM content.blob WHERE site = ?", site))
                .isEqualTo(2);
    }

    @Test
    void aKeyBelongsToItsFirstRequestAndToItsSite() {
        // Given
        Answer first = gateway.post("send", key, MESSAGE, "Idempotency-Key", "k1");
        String otherSite = gateway.newKey(gateway.newSite(""), "\"send\"");
        // When
        Answer again = gateway.post("send", key, MESSAGE, "Idempotency-Key", "\"k1\"");
        Answer other = gateway.post("send", key, MESSAGE.replace("canarybody", "other"), "Idempotency-Key", "k1");
        Answer elsewhere = gateway.post("send", otherSite, MESSAGE, "Idempotency-Key", "k1");
        // Then
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("/code")).isEqualTo("key_reused");
        assertThat(elsewhere.status()).isEqualTo(202);
        assertThat(elsewhere.text("/id")).isNotEqualTo(first.text("/id"));
    }

    @Test
    void aRepeatWithLargePartsStoresNothingTwice() {
        // Given
        byte[] large = new byte[600 * 1024];
        new Random(5).nextBytes(large);
        String message = MESSAGE.replace("\"text\":", "\"attachments\":[" + attachment("a", large, "") + "],\"text\":");
        // When
        String id = gateway.post("send", key, message, "Idempotency-Key", "big").text("/id");
        Answer again = gateway.post("send", key, message, "Idempotency-Key", "big");
        // Then
        assertThat(again.text("/id")).isEqualTo(id);
        assertThat(sql.number("SELECT count(*) FROM content.blob WHERE site = ?", site))
                .isEqualTo(3);
    }

    @Test
    void aRefusedRequestDoesNotUseUpItsKey() {
        Answer refused = gateway.post("send", key, MESSAGE.replace("canary.to@", ""), "Idempotency-Key", "k2");
        Answer accepted = gateway.post("send", key, MESSAGE, "Idempotency-Key", "k2");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(accepted.status()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"to":                                          | 400 | /to
                    {"to":"a@b.example","to":"c@b.example"}         | 400 | /to
                    {"to":"a@b.example","text":"x","nope":1}        | 422 | /nope
                    {"to":7,"text":"x"}                             | 422 | /to
                    {"text":"x"}                                    | 422 | /to
                    {"to":"a@b.example","text":"x","subject":"a\\r\\nb"}  | 422 | /subject
                    {"to":"a@b.example","text":"x","subject":"\\ud800"}   | 422 | /subject
                    {"to":"a@b.example","text":"x"}                 | 422 | /from
                    {"from":"x@s.example","to":"a@b.example","text":"x","provider":"nobody"} | 422 | /provider
                    """)
    void aBadRequestIsAProblemAndStoresNothing(String body, int status, String pointer) {
        // When
        Answer answer = gateway.post("send", key, body);
        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(answer.json().at("/data/status").asInt()).isEqualTo(status);
        assertThat(sql.number("SELECT count(*) FROM content.blob WHERE site = ?", site))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "send/batch", "test"})
    void aPathThatSendsKnowsPostAloneAndAnswersJsonAlone(String path) {
        // When
        Answer wrongMethod = gateway.call("GET", path, key, "");
        Answer question = gateway.call("OPTIONS", path, "", "");
        Answer otherForm = gateway.post(path, key, MESSAGE, "Accept", "text/html");
        // Then
        assertThat(wrongMethod.status()).isEqualTo(405);
        assertThat(wrongMethod.header("Allow")).contains("POST");
        assertThat(wrongMethod.text("/code")).isEqualTo("method_not_allowed");
        assertThat(question.status()).isEqualTo(200);
        assertThat(question.header("Allow")).contains("POST");
        assertThat(otherForm.status()).isEqualTo(406);
        assertThat(otherForm.text("/code")).isEqualTo("not_acceptable");
        assertThat(sql.number("SELECT count(*) FROM content.blob WHERE site = ?", site))
                .isZero();
    }

    @Test
    void theDoorRefusesWithTheRightCode() {
        String logsOnly = gateway.newKey(site, "\"logs:read\"");
        String large = MESSAGE.replace("canarybody", "x".repeat(6 * 1024 * 1024));
        String decodedLarge = MESSAGE.replace("canarybody", "x".repeat(4 * 1024 * 1024));
        assertThat(gateway.post("send", "", MESSAGE).status()).isEqualTo(401);
        assertThat(gateway.post("send", key.substring(0, 20) + "x".repeat(36), MESSAGE)
                        .status())
                .isEqualTo(401);
        assertThat(gateway.post("send", logsOnly, MESSAGE).status()).isEqualTo(403);
        assertThat(gateway.call("GET", "send", key, "").status()).isEqualTo(405);
        assertThat(gateway.post("send", key, MESSAGE, "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(gateway.post("send", key, MESSAGE, "Content-Type", "application/json; charset=latin1")
                        .status())
                .isEqualTo(415);
        assertThat(gateway.post("send", key, large).status()).isEqualTo(413);
        assertThat(gateway.post("send", key, decodedLarge).status()).isEqualTo(413);
        assertThat(gateway.post("send", key, MESSAGE, "Idempotency-Key", "k".repeat(256))
                        .status())
                .isEqualTo(400);
        assertThat(gateway.post("send", key, "").status()).isIn(400, 415);
        assertThat(sql.number("SELECT count(*) FROM content.blob WHERE site = ?", site))
                .isZero();
    }

    @Test
    void aBatchAnswersEachOfItsMessages() {
        // Given
        String batch = "[" + MESSAGE + ",{\"to\":\"nobody\"},"
                + MESSAGE.replace("\"from\":\"Shop <shop@s.example>\",", "") + "," + MESSAGE + "]";
        // When
        Answer answer = gateway.post("send/batch", key, batch, "Idempotency-Key", "b1");
        Answer again = gateway.post("send/batch", key, batch, "Idempotency-Key", "b1");
        Answer strict = gateway.post("send/batch?mode=strict", key, batch);
        // Then
        assertThat(answer.status()).isEqualTo(202);
        JsonNode data = answer.json().get("data");
        assertThat(data).hasSize(4);
        assertThat(data.get(0).get("status").asText()).isEqualTo("queued");
        assertThat(data.get(1).at("/problem/status").asInt()).isEqualTo(422);
        assertThat(data.get(2).at("/problem/errors/0/pointer").asText()).isEqualTo("/2/from");
        assertThat(again.json()).isEqualTo(answer.json());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(strict.status()).isEqualTo(422);
        assertThat(sql.number("SELECT count(*) FROM content.blob WHERE site = ?", site))
                .isEqualTo(4);
        servers.topic(Topic.MAIL_ACCEPTED)
                .await(2, seen -> seen.headers().getOrDefault("ce_source", "").equals("/sites/" + site));
    }

    @Test
    void takingAMessageBackIsOrderedForTheSitesOwnMessagesAlone() {
        // Given
        String id = gateway.post("send", key, MESSAGE).text("/id");
        String stranger = gateway.newKey(gateway.newSite(""), "\"send\"");
        // When
        Answer ordered = gateway.call("DELETE", "send/" + id, key, "");
        Answer foreign = gateway.call("DELETE", "send/" + id, stranger, "");
        Answer unknown = gateway.call("DELETE", "send/" + UUID.randomUUID(), key, "");
        Answer noId = gateway.call("DELETE", "send/x", key, "");
        // Then
        assertThat(ordered.status()).isEqualTo(202);
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(noId.status()).isEqualTo(404);
        var order = servers.topic(Topic.MAIL_ORDERS)
                .await(seen -> seen.key().equals(id))
                .as(CancelOrdered.class);
        assertThat(order.site()).isEqualTo(new SiteId(site));
    }

    private byte[] part(MessageId id, String part) {
        return content.get(List.of(new BlobId(new SiteId(site), id, part)))
                .await()
                .atMost(BOUND)
                .getFirst()
                .content();
    }

    private static String attachment(String name, byte[] octets, String members) {
        String base64 = new String(Base64.getEncoder().encode(octets), StandardCharsets.US_ASCII);
        return "{\"filename\":\"" + name + "\",\"content\":\"" + base64 + "\"" + members + "}";
    }
}
