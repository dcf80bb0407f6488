package io.asteris.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {
    private static final int RECORDS = 200;
    private static final TopicPartition ACCEPTED = new TopicPartition("mail.accepted", 0);

    @TempDir
    Path folder;

    @Test
    void acknowledgedRecordsOutliveAKillOfTheBroker() throws Exception {
        // Given
        KafkaSettings settings = KafkaSettings.forTest(folder.resolve("kafka"));
        Process first = spawn(settings);
        Topics.createAll(settings.bootstrap(), true);
        List<String> acknowledged = produce(settings);

        // When
        first.destroyForcibly().waitFor();
        Process second = spawn(settings);

        // Then
        try {
            assertThat(read(settings)).isEqualTo(acknowledged);
        } finally {
            second.destroy();
            assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void topicsAreMadeOnceAndUnknownOnesAreNotMadeByClients() throws Exception {
        // Given
        KafkaSettings settings = KafkaSettings.forTest(folder.resolve("kafka")).relaxed();
        try (KafkaBroker broker = KafkaBroker.start(settings);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            Topics.createAll(broker.bootstrap(), true);

            // When
            Topics.createAll(broker.bootstrap(), true);

            // Then
            assertThat(admin.listTopics().names().get())
                    .hasSize(16)
                    .contains("mail.accepted", "mail.accepted.dlq", "suppressions", "alerts.dlq");
            assertThat(config(admin, "sites").get("cleanup.policy").value()).isEqualTo("compact");
            assertThat(config(admin, "mail.orders").get("retention.ms").value()).isEqualTo("604800000");
            assertThat(config(admin, "mail.orders").get("flush.messages").value())
                    .isEqualTo("1");
            assertThat(config(admin, "settings.dlq").get("retention.ms").value())
                    .isEqualTo("2592000000");
            try (KafkaProducer<String, String> producer = producer(settings)) {
                assertThatThrownBy(() -> producer.send(new ProducerRecord<>("unknown", "x"))
                                .get())
                        .hasMessageContaining("unknown");
            }
        }
    }

    @Test
    void aDurableBrokerFlushesEveryRecordOfEveryTopic() {
        // Given
        KafkaSettings durable = KafkaSettings.forTest(folder);

        // When
        KafkaSettings relaxed = durable.relaxed();

        // Then
        assertThat(durable.properties()).containsEntry("log.flush.interval.messages", "1");
        assertThat(relaxed.properties()).doesNotContainKey("log.flush.interval.messages");
    }

    private static Config config(Admin admin, String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().get(resource);
    }

    private static Process spawn(KafkaSettings settings) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaProcess.class.getName()));
        command.addAll(KafkaProcess.arguments(settings));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !FreePort.isFree(settings.port()) || !process.isAlive());
        assertThat(process.isAlive()).isTrue();
        return process;
    }

    private static List<String> produce(KafkaSettings settings) throws Exception {
        List<String> values =
                IntStream.range(0, RECORDS).mapToObj(n -> "record " + n).toList();
        try (KafkaProducer<String, String> producer = producer(settings)) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(ACCEPTED.topic(), value)).get();
            }
        }
        return values;
    }

    private static KafkaProducer<String, String> producer(KafkaSettings settings) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", settings.bootstrap(), "acks", "all", "max.block.ms", "5000"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static List<String> read(KafkaSettings settings) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", settings.bootstrap()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(ACCEPTED));
            consumer.seekToBeginning(List.of(ACCEPTED));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(polled -> values.add(polled.value()));
                return values.size() >= RECORDS;
            });
        }
        return values;
    }
}
