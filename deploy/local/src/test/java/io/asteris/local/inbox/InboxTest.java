package io.asteris.local.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.embedded.FreePort;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
    private final int smtp = FreePort.choose();
    private final int http = FreePort.choose();

    @TempDir
    Path folder;

    private Inbox inbox;

    @BeforeEach
    void start() throws IOException {
        inbox = Inbox.start(folder, smtp, http, true);
    }

    @AfterEach
    void stop() throws IOException {
        inbox.close();
    }

    @Test
    void aTakenMessageIsThereAtOnceAndAfterARestart() throws Exception {
        // Given
        String answer;
        try (SmtpTalk talk = SmtpTalk.open(smtp)) {
            answer = talk.deliver("a@x.example", "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\n\r\nHello");
        }
        JsonObject before = get("/messages");

        // When
        inbox.close();
        inbox = Inbox.start(folder, smtp, http, true);

        // Then
        assertThat(answer).isEqualTo("250 2.0.0 Ok: queued as m0000000001");
        assertThat(get("/messages")).isEqualTo(before);
        JsonObject message = before.getJsonArray("data").getJsonObject(0);
        assertThat(message.getString("subject")).isEqualTo("Grüße");
        assertThat(message.getJsonObject("envelope").getString("from")).isEqualTo("shop@localhost.example");
        assertThat(message.getJsonObject("envelope").getJsonArray("to")).containsExactly("a@x.example");
        assertThat(get("/count").getInteger("messages")).isEqualTo(1);
    }

    @Test
    void aTornTailIsCutOffAndTheRestStays() throws Exception {
        // Given
        try (SmtpTalk talk = SmtpTalk.open(smtp)) {
            talk.deliver("a@x.example", "Subject: one\r\n\r\n1");
            talk.deliver("a@x.example", "Subject: two\r\n\r\n2");
        }
        inbox.close();
        Path file = folder.resolve("messages.log");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2 - 3), StandardOpenOption.APPEND);

        // When
        inbox = Inbox.start(folder, smtp, http, true);
        String answer;
        try (SmtpTalk talk = SmtpTalk.open(smtp)) {
            answer = talk.deliver("a@x.example", "Subject: three\r\n\r\n3");
        }

        // Then
        assertThat(answer).endsWith("m0000000003");
        assertThat(raw("m0000000002")).isEqualTo("Subject: two\r\n\r\n2\r\n");
        assertThat(raw("m0000000003")).isEqualTo("Subject: three\r\n\r\n3\r\n");
    }

    @Test
    void dotsAndBareLineFeedsArriveAsTheyWereMeant() throws Exception {
        // Given
        String stuffed = "Subject: dots\r\n\r\n..\r\n..leading\r\nbare\n.\nstill inside\r\n.\rstill\r\nend";

        // When
        String answer;
        try (SmtpTalk talk = SmtpTalk.open(smtp)) {
            answer = talk.deliver("a@x.example", stuffed);
        }

        // Then
        assertThat(answer).startsWith("250 2.0.0");
        assertThat(raw("m0000000001"))
                .isEqualTo("Subject: dots\r\n\r\n.\r\n.leading\r\nbare\n.\nstill inside\r\n\rstill\r\nend\r\n");
    }

    @Test
    void severalMessagesPipelinedInOnePacketAreAnsweredInOrder() throws Exception {
        // Given
        String one =
                "MAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nRCPT TO:<refuse-550-5.1.1@x.example>\r\nDATA\r\n";
        try (SmtpTalk talk = SmtpTalk.open(smtp)) {
            // When
            talk.send(one + "Subject: 1\r\n\r\n.\r\n" + one + "Subject: 2\r\n\r\n.\r\nQUIT\r\n");

            // Then
            for (int i = 1; i <= 2; i++) {
                assertThat(talk.reply()).isEqualTo("250 2.1.0 Ok");
                assertThat(talk.reply()).isEqualTo("250 2.1.5 Ok");
                assertThat(talk.reply()).startsWith("550 5.1.1 ");
                assertThat(talk.reply()).startsWith("354 ");
                assertThat(talk.reply()).isEqualTo("250 2.0.0 Ok: queued as m000000000" + i);
            }
            assertThat(talk.reply()).startsWith("221 ");
            assertThat(talk.reply()).isEqualTo("closed");
        }
    }

    @Test
    void testsOrderWhatBecomesOfARecipientOrAMessage() throws Exception {
        try (SmtpTalk talk = SmtpTalk.open(smtp)) {
            assertThat(talk.deliver("refuse-550-5.1.1@x.example", "")).startsWith("550 5.1.1 ");
            assertThat(talk.deliver("refuse-451-4.2.0@x.example", "")).startsWith("451 4.2.0 ");
            assertThat(talk.deliver("data-554-5.6.0@x.example", "Subject: no")).startsWith("554 5.6.0 ");
            assertThat(talk.deliver("slow-1@x.example", "Subject: slow")).startsWith("250 2.0.0 ");
            assertThat(talk.deliver("drop-after-dot@x.example", "Subject: after"))
                    .isEqualTo("closed");
        }
        try (SmtpTalk talk = SmtpTalk.open(smtp)) {
            assertThat(talk.deliver("drop-before-dot@x.example", "Subject: before"))
                    .isEqualTo("closed");
        }
        assertThat(get("/messages").getJsonArray("data"))
                .extracting(message -> ((JsonObject) message).getString("subject"))
                .containsExactly("after", "slow");
    }

    @Test
    void aMegabyteOfAttachmentArrivesIdentical() throws Exception {
        // Given
        byte[] content = new byte[1 << 20];
        new Random(1).nextBytes(content);
        String mime = Base64.getMimeEncoder().encodeToString(content);
        String message = String.join(
                "\r\n",
                "Subject: files",
                "MIME-Version: 1.0",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 8bit",
                "",
                "Grüße",
                "--b",
                "Content-Type: text/html; charset=utf-8",
                "",
                "<p>x</p>",
                "--b",
                "Content-Type: application/octet-stream",
                "Content-Disposition: attachment; filename*0*=UTF-8''%C3%9Cbersicht%20; filename*1=\"2026.bin\"",
                "Content-Transfer-Encoding: base64",
                "",
                mime,
                "--b",
                "Content-Type: image/png",
                "Content-ID: <logo@x>",
                "Content-Disposition: inline; filename=\"=?UTF-8?B?TMO2Z28ucG5n?=\"",
                "Content-Transfer-Encoding: base64",
                "",
                "AAEC",
                "--b--");

        // When
        try (SmtpTalk talk = SmtpTalk.open(smtp)) {
            talk.deliver("a@x.example", message);
        }

        // Then
        JsonObject seen = get("/messages/m0000000001");
        assertThat(seen.getString("text").strip()).isEqualTo("Grüße");
        assertThat(seen.getString("html").strip()).isEqualTo("<p>x</p>");
        JsonObject file = seen.getJsonArray("attachments").getJsonObject(0);
        assertThat(file.getString("filename")).isEqualTo("Übersicht 2026.bin");
        assertThat(file.getInteger("size")).isEqualTo(content.length);
        assertThat(Base64.getDecoder().decode(file.getString("content"))).isEqualTo(content);
        JsonObject inline = seen.getJsonArray("attachments").getJsonObject(1);
        assertThat(inline.getString("filename")).isEqualTo("Lögo.png");
        assertThat(inline.getString("content_id")).isEqualTo("logo@x");
        assertThat(inline.getString("disposition")).isEqualTo("inline");
    }

    @Test
    void theListIsNewestFirstSearchedBySubjectAndPaged() throws Exception {
        // Given
        try (SmtpTalk talk = SmtpTalk.open(smtp)) {
            for (int i = 1; i <= 5; i++) {
                talk.deliver("a@x.example", "Subject: Order " + i + "\r\n\r\n");
                talk.deliver("a@x.example", "Subject: noise\r\n\r\n");
            }
        }

        // When
        JsonObject first = get("/messages?subject=order&limit=3");
        JsonObject second = get("/messages?subject=order&limit=3&cursor=" + first.getString("next_cursor"));

        // Then
        assertThat(subjects(first)).containsExactly("Order 5", "Order 4", "Order 3");
        assertThat(subjects(second)).containsExactly("Order 2", "Order 1");
        assertThat(second.getString("next_cursor")).isNull();
        assertThat(status("/messages?limit=1001")).isEqualTo(422);
        assertThat(status("/messages/m0000000099")).isEqualTo(404);
    }

    @Test
    void aMessageBeyondTheAnnouncedSizeIsRefusedBeforeItIsSent() throws Exception {
        try (SmtpTalk talk = SmtpTalk.open(smtp)) {
            assertThat(talk.ask("MAIL FROM:<a@x.example> SIZE=99999999")).startsWith("552 5.3.4");
            assertThat(talk.ask("MAIL FROM:<a@x.example> SIZE=1000 BODY=8BITMIME SMTPUTF8"))
                    .startsWith("250");
            assertThat(talk.ask("RCPT TO:<ü@x.example>")).startsWith("250");
            assertThat(talk.ask("RCPT TO:nobody")).startsWith("501");
        }
    }

    @Test
    void aCountingInboxKeepsNothing() throws Exception {
        // Given
        int port = FreePort.choose();
        int api = FreePort.choose();
        Path nothing = folder.resolve("nothing");

        // When
        try (Inbox counting = Inbox.start(nothing, port, api, false);
                SmtpTalk talk = SmtpTalk.open(port)) {
            talk.deliver("a@x.example", "Subject: one\r\n\r\n1");
            talk.deliver("a@x.example", "Subject: two\r\n\r\n2");

            // Then
            assertThat(new JsonObject(fetch(api, "/count").body()).getInteger("messages"))
                    .isEqualTo(2);
            assertThat(counting).isNotNull();
            assertThat(nothing).doesNotExist();
        }
    }

    private static List<String> subjects(JsonObject page) {
        return page.getJsonArray("data").stream()
                .map(message -> ((JsonObject) message).getString("subject"))
                .toList();
    }

    private JsonObject get(String path) throws Exception {
        return new JsonObject(fetch(http, path).body());
    }

    private String raw(String id) throws Exception {
        return fetch(http, "/messages/" + id + "/raw").body();
    }

    private int status(String path) throws Exception {
        return fetch(http, path).statusCode();
    }

    private static HttpResponse<String> fetch(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        }
    }
}
