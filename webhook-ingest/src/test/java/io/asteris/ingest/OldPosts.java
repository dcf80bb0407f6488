package io.asteris.ingest;

import io.asteris.testing.TestCertificate;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Lets posts of any age count, and finds the certificates of SNS in a folder: those of the samples, and one of our own. */
public final class OldPosts implements QuarkusTestProfile {
    /** Our own certificate's name in the folder; its key lies beside it as {@code .key}. */
    static final String OURS = "SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";

    private static final Path SAMPLES = Path.of("src/test/resources/samples/ses/certs");

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "asteris.webhooks.freshness", "36500d",
                "asteris.webhooks.sns-certificates", folder().toString(),
                "asteris.webhooks.tick", "100ms");
    }

    private static Path folder() {
        try (DirectoryStream<Path> samples = Files.newDirectoryStream(SAMPLES)) {
            Path folder = Files.createTempDirectory("sns");
            for (Path sample : samples) {
                Files.copy(sample, folder.resolve(sample.getFileName()));
            }
            TestCertificate ours = TestCertificate.rsaFor("sns.amazonaws.com");
            Files.writeString(folder.resolve(OURS), ours.pem());
            Files.writeString(folder.resolve(OURS + ".key"), ours.keyPem());
            return folder;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }
}
