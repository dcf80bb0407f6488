package io.asteris.deliverability;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** An SMTP server that speaks no TLS, for a service of which nobody said that it may do without. */
public final class SecureEdges implements QuarkusTestResourceLifecycleManager {
    private final TestSmtp smtp = TestSmtp.start();

    @Override
    public Map<String, String> start() {
        return Map.of(
                "asteris.alerts.smtp.host", "127.0.0.1",
                "asteris.alerts.smtp.port", Integer.toString(smtp.port()),
                "asteris.alerts.from", "alerts@house.example",
                "asteris.deliverability.alerts.sweep", "300ms",
                "asteris.deliverability.alerts.delivery", "200ms",
                "asteris.deliverability.alerts.retry", "100ms",
                "asteris.deliverability.alerts.rest", "500ms");
    }

    @Override
    public void stop() {
        smtp.close();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(smtp, new TestInjector.MatchesType(TestSmtp.class));
    }
}
