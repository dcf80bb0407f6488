package io.asteris.deliverability;

import io.asteris.testing.TestCertificate;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The operator's SMTP server as it is reached when nothing is said of TLS, with two certificates that are trusted. */
public final class SecureEdges implements QuarkusTestResourceLifecycleManager {
    private final TestSmtp smtp = TestSmtp.start();
    private final Certificates certificates =
            new Certificates(TestCertificate.forHost("localhost"), TestCertificate.forHost("other.example"));

    /** One for the name by which the server is called, and one for another. */
    public record Certificates(TestCertificate right, TestCertificate wrong) {}

    @Override
    public Map<String, String> start() {
        return Map.of(
                "asteris.alerts.smtp.host", "localhost",
                "asteris.alerts.smtp.port", Integer.toString(smtp.port()),
                "asteris.alerts.from", "alerts@house.example",
                "quarkus.mailer.truststore.paths", file(certificates.right()) + "," + file(certificates.wrong()),
                "asteris.deliverability.alerts.sweep", "300ms",
                "asteris.deliverability.alerts.delivery", "200ms",
                "asteris.deliverability.alerts.retry", "100ms",
                "asteris.deliverability.alerts.rest", "500ms");
    }

    private static Path file(TestCertificate certificate) {
        try {
            return Files.writeString(Files.createTempFile("trusted", ".pem"), certificate.pem());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void stop() {
        smtp.close();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(smtp, new TestInjector.MatchesType(TestSmtp.class));
        injector.injectIntoFields(certificates, new TestInjector.MatchesType(Certificates.class));
    }
}
