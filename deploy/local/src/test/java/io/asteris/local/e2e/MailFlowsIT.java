package io.asteris.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.asteris.local.chaos.RunningSet;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A message's whole way, seen from outside. */
@ExtendWith(SharedSet.class)
class MailFlowsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningSet set;
    private final SharedSet.Commands commands;

    MailFlowsIT(SharedSet.Commands commands) {
        this.commands = commands;
        this.set = commands.set();
    }

    @Test
    void aMessageIsAcceptedSentAndLoggedWithTheServersAnswer() throws Exception {
        // Given
        String subject = "hello " + UUID.randomUUID();

        // When
        HttpResponse<String> accepted = set.post("/send", message(subject).toString());

        // Then
        assertThat(accepted.statusCode()).isEqualTo(202);
        String id = RunningSet.json(accepted).get("id").asText();
        assertThat(accepted.headers().firstValue("Location"))
                .hasValueSatisfying(at -> assertThat(at).endsWith("/logs/" + id));
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(set.inboxSubjects(subject)).containsEntry(subject, 1));
        JsonNode entry = entryWithStatus(id, "sent");
        assertThat(entry.get("answer").asText()).contains("queued as");
        assertThat(entry.get("to").get(0).asText()).isEqualTo("anna@example.com");
        assertThat(entry.get("recipients").get(0).get("status").asText()).isEqualTo("sent");
        assertThat(entry.get("attempts").get(0).get("answer").asText()).isEqualTo("taken");
        assertThat(entry.get("timeline")).isNotEmpty();
    }

    @Test
    void attachmentsArriveAsTheyWereSent() throws Exception {
        // Given
        byte[] large = random(1_000_000);
        byte[] image = random(20_000);
        byte[] umlaut = random(5_000);
        byte[] small = random(200);
        String subject = "attached " + UUID.randomUUID();
        ObjectNode message = message(subject).put("html", "<p>see <img src=\"cid:logo\"></p>");
        var attachments = message.putArray("attachments");
        attachments.add(attachment("large.bin", "application/octet-stream", large));
        attachments.add(attachment("logo.png", "image/png", image).put("content_id", "logo"));
        attachments.add(attachment("Ärger & Söhne – Überblick.pdf", "application/pdf", umlaut));
        attachments.add(attachment("small.txt", "text/plain", small));

        // When
        HttpResponse<String> accepted = set.post("/send", message.toString());

        // Then
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        entryWithStatus(RunningSet.json(accepted).get("id").asText(), "sent");
        JsonNode arrived = arrived(subject);
        assertThat(content(arrived, "large.bin")).isEqualTo(large);
        assertThat(content(arrived, "logo.png")).isEqualTo(image);
        assertThat(content(arrived, "Ärger & Söhne – Überblick.pdf")).isEqualTo(umlaut);
        assertThat(content(arrived, "small.txt")).isEqualTo(small);
        assertThat(arrived.get("html").asText()).contains("cid:logo");
    }

    @Test
    void everyFieldOfAMessageArrivesAndBccStandsInNoHeader() throws Exception {
        // Given
        String subject = "Grüße, 你好 🎉 " + UUID.randomUUID();
        ObjectNode message = JSON.createObjectNode();
        message.put("from", "\"Ünser Shop\" <shop@localhost.example>").put("subject", subject);
        message.putArray("to").add("Anna <anna@example.com>").add("bert@example.com");
        message.putArray("cc").add("carla@example.com");
        message.putArray("bcc").add("dora@example.com");
        message.put("reply_to", "help@localhost.example")
                .put("text", "Zeile 1\r\n.Zeile 2\r\n")
                .put("html", "<b>Zeile</b>");
        message.putObject("headers").put("X-Order", "1042").put("In-Reply-To", "<a@b.example>");

        // When
        HttpResponse<String> accepted = set.post("/send", message.toString());

        // Then
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String id = RunningSet.json(accepted).get("id").asText();
        entryWithStatus(id, "sent");
        JsonNode arrived = arrived(subject);
        assertThat(arrived.get("envelope").get("to"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(
                        "anna@example.com", "bert@example.com", "carla@example.com", "dora@example.com");
        assertThat(arrived.get("headers").toString())
                .contains("X-Order", "1042", "help@localhost.example", "carla@example.com", id)
                .doesNotContain("dora");
        assertThat(arrived.get("text").asText()).contains(".Zeile 2");
        assertThat(arrived.get("html").asText()).contains("<b>Zeile</b>");
    }

    @Test
    void refusalsOfEachKindEndAsTheLogSays() throws Exception {
        assertThat(statusOf("refuse-550-5.1.1@example.com")).isEqualTo("bounced");
        assertThat(statusOf("refuse-550-5.7.1@example.com")).isEqualTo("failed");
        assertThat(statusOf("refuse-451-4.3.0@example.com")).isEqualTo("retrying");
    }

    @Test
    void anAnswerLostAfterTheFinalDotIsUncertainThenSentOnceMoreAndFlagged() throws Exception {
        // Given
        String subject = "lost " + UUID.randomUUID();
        ObjectNode message = message(subject);
        message.put("to", "drop-after-dot@example.com");

        // When
        String id =
                RunningSet.json(set.post("/send", message.toString())).get("id").asText();

        // Then
        entryWithStatus(id, "uncertain");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(set.inboxSubjects(subject)).containsEntry(subject, 2));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode entry = RunningSet.json(set.get("/logs/" + id));
            assertThat(entry.get("possible_duplicate").asBoolean()).isTrue();
            assertThat(entry.get("status").asText()).isEqualTo("unknown");
        });
    }

    @Test
    void theSameKeyFiftyTimesAtOnceIsOneMessageAlsoAfterARestart() throws Exception {
        // Given
        String subject = "once " + UUID.randomUUID();
        String key = UUID.randomUUID().toString();
        String body = message(subject).toString();
        Callable<HttpResponse<String>> send = () -> set.post("/send", body, "Idempotency-Key", key);

        // When
        Set<String> ids;
        try (var callers = Executors.newFixedThreadPool(50)) {
            List<Future<HttpResponse<String>>> answers =
                    callers.invokeAll(IntStream.range(0, 50).mapToObj(i -> send).toList());
            ids = answers.stream().map(MailFlowsIT::acceptedId).collect(Collectors.toSet());
        }

        // Then
        assertThat(ids).hasSize(1);
        assertThat(set.post("/send", message("other").toString(), "Idempotency-Key", key)
                        .statusCode())
                .isEqualTo(422);
        commands.stop("send-gateway");
        commands.start("send-gateway");
        await().atMost(Duration.ofSeconds(40)).ignoreExceptions().untilAsserted(() -> {
            HttpResponse<String> replay = send.call();
            assertThat(replay.statusCode()).isEqualTo(202);
            assertThat(RunningSet.json(replay).get("id").asText()).isIn(ids);
            assertThat(replay.headers().firstValue("Idempotent-Replayed")).contains("true");
        });
        await().untilAsserted(() -> assertThat(set.inboxSubjects(subject)).containsEntry(subject, 1));
    }

    @Test
    void aTestSendAnswersWithTheVerdict() throws Exception {
        HttpResponse<String> verdict = set.post("/test", "{\"to\":\"anna@example.com\"}");

        assertThat(verdict.statusCode()).as(verdict.body()).isEqualTo(200);
        assertThat(RunningSet.json(verdict).get("status").asText()).isEqualTo("sent");
        assertThat(RunningSet.json(verdict).get("provider").asText()).isEqualTo("inbox");
        assertThat(RunningSet.json(verdict).get("answer").asText()).contains("queued as");
    }

    private String statusOf(String recipient) throws IOException, InterruptedException {
        ObjectNode message = message("refused " + UUID.randomUUID());
        message.put("to", recipient);
        String id =
                RunningSet.json(set.post("/send", message.toString())).get("id").asText();
        return await().atMost(Duration.ofSeconds(15)).until(() -> status(id), status -> !status.equals("queued"));
    }

    private String status(String id) throws IOException, InterruptedException {
        HttpResponse<String> answer = set.get("/logs/" + id);
        return answer.statusCode() == 200
                ? RunningSet.json(answer).get("status").asText()
                : "queued";
    }

    private JsonNode entryWithStatus(String id, String status) {
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(status(id)).isEqualTo(status));
        try {
            return RunningSet.json(set.get("/logs/" + id));
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private JsonNode arrived(String subject) throws IOException, InterruptedException {
        String unique = subject.substring(subject.length() - 36);
        JsonNode found = set.inbox("/messages?subject=" + unique).get("data").get(0);
        assertThat(found.get("subject").asText()).isEqualTo(subject);
        JsonNode whole = set.inbox("/messages/" + found.get("id").asText());
        ((ObjectNode) whole).set("envelope", found.get("envelope"));
        return whole;
    }

    private static byte[] content(JsonNode arrived, String filename) {
        for (JsonNode attachment : arrived.get("attachments")) {
            if (attachment.path("filename").asText().equals(filename)) {
                return Base64.getDecoder().decode(attachment.get("content").asText());
            }
        }
        throw new AssertionError(
                filename + " is not among " + arrived.get("attachments").size() + " attachments");
    }

    private static String acceptedId(Future<HttpResponse<String>> answer) {
        try {
            assertThat(answer.get().statusCode()).isEqualTo(202);
            return RunningSet.json(answer.get()).get("id").asText();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static ObjectNode message(String subject) {
        return JSON.createObjectNode()
                .put("to", "anna@example.com")
                .put("subject", subject)
                .put("text", "It works.");
    }

    private static ObjectNode attachment(String filename, String type, byte[] octets) {
        return JSON.createObjectNode()
                .put("filename", filename)
                .put("content_type", type)
                .put("content", Base64.getEncoder().encodeToString(octets));
    }

    private static byte[] random(int size) {
        var octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }
}
