package io.asteris.deliverability.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.ProviderChanged;
import io.asteris.deliverability.dns.Asking;
import io.asteris.deliverability.dns.DnsClient;
import io.asteris.deliverability.preset.DomainFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case against a server that publishes them all. */
abstract class DnsCasesContract {
    static final Duration BOUND = Duration.ofSeconds(12);

    abstract DnsClient client();

    static Stream<DnsCase> cases() {
        return DnsCases.all().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyVerdictIsRight(DnsCase expected) {
        // When
        DnsReport report = check(client(), subject(expected.domain(), expected.preset()));

        // Then
        if (expected.spf() != null) {
            assertThat(report.spf().verdict().word()).as(report.spf().hint()).isEqualTo(expected.spf());
        }
        if (expected.dkim() != null) {
            assertThat(report.dkim().verdict().word()).as(report.dkim().hint()).isEqualTo(expected.dkim());
        }
        if (expected.dmarc() != null) {
            assertThat(report.dmarc().verdict().word())
                    .as(report.dmarc().hint())
                    .isEqualTo(expected.dmarc());
        }
        String hints =
                report.spf().hint() + report.dkim().hint() + report.dmarc().hint();
        assertThat(expected.words()).allSatisfy(word -> assertThat(hints).contains(word));
    }

    static DnsReport check(DnsClient client, Subject subject) {
        var asking = new Asking(client::ask, Duration.ofSeconds(8));
        return new DomainCheck(asking, subject).run(Instant.EPOCH).await().atMost(BOUND);
    }

    static Subject subject(String domain, String preset) {
        var provider = new ProviderChanged(
                new SiteId("site"),
                "main",
                preset,
                null,
                null,
                List.of(),
                List.of(),
                ProviderChanged.State.OK,
                true,
                preset.equals("smtp") ? "relay.test" : null);
        return new Subject(domain, provider, List.of(), DomainFacts.none(domain));
    }
}
