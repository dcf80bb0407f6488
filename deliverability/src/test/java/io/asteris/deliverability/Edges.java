package io.asteris.deliverability;

import io.asteris.deliverability.dns.TestDns;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** What lies around the service in its tests: a DNS and an SMTP server of ours. Fields of their types are filled. */
public final class Edges implements QuarkusTestResourceLifecycleManager {
    /** What the DNS says at first. */
    public static final String ZONE = """
            $ORIGIN .
            $TTL 300
            @ SOA ns.test. root.test. 1 3600 600 86400 60
            @ NS ns.test.
            _spf.google.com. TXT "v=spf1 ip4:35.190.247.0/24 ~all"
            good.test. TXT "v=spf1 include:_spf.google.com ~all"
            good.test. MX 10 mail.good.test.
            _dmarc.good.test. TXT "v=DMARC1; p=reject; rua=mailto:reports-canary@good.test"
            """;

    private final TestDns dns = TestDns.serving(ZONE);
    private final TestSmtp smtp = TestSmtp.start();

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "asteris.dns.resolvers", dns.address(),
                "asteris.alerts.smtp.host", "127.0.0.1",
                "asteris.alerts.smtp.port", Integer.toString(smtp.port()),
                "asteris.alerts.smtp.start-tls", "DISABLED",
                "asteris.alerts.from", "alerts@house.example"));
        settings.putAll(Map.of(
                "asteris.deliverability.alerts.sweep", "300ms",
                "asteris.deliverability.alerts.delivery", "200ms",
                "asteris.deliverability.alerts.retry", "100ms",
                "asteris.deliverability.alerts.rest", "500ms",
                "asteris.deliverability.watch.round", "300ms",
                "asteris.deliverability.watch.shortest", "300ms",
                "asteris.deliverability.watch.longest", "600ms"));
        return settings;
    }

    @Override
    public void stop() {
        dns.close();
        smtp.close();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(dns, new TestInjector.MatchesType(TestDns.class));
        injector.injectIntoFields(smtp, new TestInjector.MatchesType(TestSmtp.class));
    }
}
