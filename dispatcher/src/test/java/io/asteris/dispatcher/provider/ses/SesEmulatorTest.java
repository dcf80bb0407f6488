package io.asteris.dispatcher.provider.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.provider.TestMessage;
import io.asteris.dispatcher.provider.api.ApiProvider;
import io.asteris.platform.egress.EgressPolicy;
import io.asteris.platform.egress.OutgoingHttp;
import io.asteris.platform.egress.OutgoingHttpOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Speaks to an emulator of SES that others wrote; runs where {@code npm ci} in {@code src/test/emulators} has installed it. */
@Timeout(120)
class SesEmulatorTest {
    private static final Path EMULATOR = Path.of("src/test/emulators/node_modules/.bin/aws-ses-v2-local");
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String ACCOUNT = """
            {"DedicatedIpAutoWarmupEnabled":false,"Details":{"AdditionalContactEmailAddresses":[],"ContactLanguage":"EN",
            "MailType":"TRANSACTIONAL","ReviewDetails":{"CaseId":"1","Status":"GRANTED"},"UseCaseDescription":"x",
            "WebsiteURL":"https://example.org"},"EnforcementStatus":"HEALTHY","ProductionAccessEnabled":true,
            "SendingEnabled":true,"SendQuota":{"Max24HourSend":50000,"MaxSendRate":14,"SentLast24Hours":3},
            "SuppressionAttributes":{"SuppressedReasons":[]}}
            """;

    @Test
    void anEmulatorThatOthersWroteTakesWhatWeSend() throws IOException {
        assumeTrue(Files.exists(EMULATOR), "no emulator: run npm ci in dispatcher/src/test/emulators");
        int port = freePort();
        String origin = "http://127.0.0.1:" + port;
        Process emulator = start(port);
        var vertx = Vertx.vertx();
        try {
            // Given
            var http = new OutgoingHttp(vertx, OutgoingHttpOptions.of(EgressPolicy.of(List.of("loopback"))));
            await().atMost(BOUND).ignoreExceptions().until(() -> store(origin).startsWith("{"));
            var provider = new ApiProvider(
                    http,
                    new SesApi(
                            origin,
                            new SigV4("AKIDEXAMPLE", "secret", "eu-west-1", "ses"),
                            "asteris-suppressions",
                            InstantSource.system()));

            // When
            Answer answer = provider.send(TestMessage.rich().outgoing()).await().atMost(BOUND);
            var check = provider.check().await().atMost(BOUND);

            // Then
            assertThat(answer).isInstanceOf(Answer.Taken.class);
            assertThat(check.works()).as(check.words()).isTrue();
            JsonArray kept = new JsonObject(store(origin)).getJsonArray("emails");
            assertThat(kept).hasSize(1);
            JsonObject mail = kept.getJsonObject(0);
            assertThat(mail.getString("subject")).isEqualTo("Ihre Bestellung Nº 7 – danke 🎉");
            // It reads recipients from the message's headers, where bcc must not be.
            assertThat(mail.getJsonObject("destination").getJsonArray("to")).hasSize(1);
            assertThat(mail.getJsonObject("destination").getJsonArray("bcc")).isEmpty();
            assertThat(mail.getJsonObject("body").getString("text")).contains("Grüße, Ihr Laden");
            assertThat(names(mail)).containsExactlyInAnyOrder("Rechnung März.pdf", "notiz.txt", "logo.png");
        } finally {
            emulator.destroy();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static Set<String> names(JsonObject mail) {
        return mail.getJsonArray("attachments").stream()
                .map(JsonObject.class::cast)
                .map(file -> file.getString("filename"))
                .collect(Collectors.toSet());
    }

    private static Process start(int port) throws IOException {
        var command = new ProcessBuilder("node", EMULATOR.toString(), "--host", "127.0.0.1", "--port", "" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        command.environment().put("AWS_SES_ACCOUNT", ACCOUNT);
        return command.start();
    }

    /** What it keeps is longer than what our own client reads of an answer. */
    private static String store(String origin) throws IOException {
        try (var in = URI.create(origin + "/store").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
