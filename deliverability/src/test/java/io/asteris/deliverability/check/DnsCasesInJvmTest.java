package io.asteris.deliverability.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.deliverability.dns.Asking;
import io.asteris.deliverability.dns.DnsClient;
import io.asteris.deliverability.dns.TestDns;
import io.asteris.deliverability.dns.TestDns.Manner;
import io.asteris.deliverability.dns.TestResolvers;
import io.asteris.deliverability.verdict.Verdict;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases against a server that leaves out what aliases lead to, and what only a server of ours can be told to do. */
class DnsCasesInJvmTest extends DnsCasesContract {
    private static final String SOUND = "sound.test";
    private static final String ZONE = """
            $ORIGIN sound.test.
            @ TXT "v=spf1 include:_spf.google.com ~all"
            @ MX 10 mail
            mail A 192.0.2.1
            google._domainkey TXT ${rsa2048}
            _dmarc TXT "v=DMARC1; p=reject; rua=mailto:r@sound.test"
            $ORIGIN half.test.
            @ TXT "v=spf1 include:_spf.google.com include:lost.half.test ~all"
            $ORIGIN fault.test.
            @ TXT "v=spf1 include:_spf.google.com include:lost.half.test +all"
            $ORIGIN lacks.test.
            @ TXT "v=spf1 include:lost.half.test ~all"
            $ORIGIN nomail.test.
            @ MX 0 .
            """;

    private static final TestDns SERVER = TestDns.serving(
                    TestZone.of(Stream.concat(DnsCases.all().stream(), Stream.of(DnsCase.of("", "", "test", ZONE)))
                            .toList()))
            .answering("lost.half.test", Manner.SERVFAIL);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Override
    DnsClient client() {
        return TestResolvers.client(SERVER.address());
    }

    @Test
    void aSoundDomainPassesWithinASecond() {
        long begun = System.nanoTime();

        DnsReport report = check(client(), subject(SOUND, "gmail"));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        assertThat(List.of(
                        report.spf().verdict(),
                        report.dkim().verdict(),
                        report.dmarc().verdict(),
                        report.mx().verdict()))
                .containsOnly(Verdict.PASS);
        assertThat(report.spf().found()).extracting("value").containsExactly("v=spf1 include:_spf.google.com ~all");
        assertThat(report.spf().expected()).extracting("value").containsExactly("v=spf1 include:_spf.google.com ~all");
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"SERVFAIL", "REFUSED", "REFERRAL"})
    void whatAServerDoesNotSayIsUnknownAndNeverMissing(Manner manner) {
        try (TestDns odd = TestDns.serving(TestZone.of(List.of()))) {
            for (String name : List.of("", "google._domainkey.", "_dmarc.")) {
                odd.answering(name + "odd.test", manner);
            }

            DnsReport report = check(TestResolvers.client(odd.address()), subject("odd.test", "gmail"));

            assertThat(List.of(
                            report.spf().verdict(),
                            report.dkim().verdict(),
                            report.dmarc().verdict(),
                            report.mx().verdict()))
                    .containsOnly(Verdict.UNKNOWN);
        }
    }

    @Test
    void aDeadResolverIsGivenUpWithinTenSecondsAndEverythingIsUnknown() {
        try (TestDns dead = TestDns.serving(TestZone.of(List.of()))) {
            for (String name : List.of("", "google._domainkey.", "_dmarc.")) {
                dead.answering(name + "dead.test", Manner.SILENT);
            }
            long begun = System.nanoTime();

            DnsReport report = check(TestResolvers.client(dead.address()), subject("dead.test", "gmail"));

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            assertThat(List.of(
                            report.spf().verdict(),
                            report.dkim().verdict(),
                            report.dmarc().verdict()))
                    .containsOnly(Verdict.UNKNOWN);
        }
    }

    @Test
    void theNextResolverIsAskedWhenOneDoesNotHelp() {
        try (TestDns refusing = TestDns.serving(TestZone.of(List.of()))) {
            refusing.answering(SOUND, Manner.REFUSED);
            refusing.answering("_spf.google.com", Manner.REFUSED);

            DnsReport report =
                    check(TestResolvers.client(refusing.address(), SERVER.address()), subject(SOUND, "gmail"));

            assertThat(report.spf().verdict()).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void aHalfReadTreeIsUnknown() {
        assertThat(check(client(), subject("half.test", "gmail")).spf().verdict())
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(check(client(), subject("lacks.test", "gmail")).spf().verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aCertainFaultWinsOverDoubt() {
        assertThat(check(client(), subject("fault.test", "gmail")).spf().verdict())
                .isEqualTo(Verdict.WARN);
    }

    @Test
    void aDomainThatTakesNoMailIsToldSo() {
        DnsReport report = check(client(), subject("nomail.test", "gmail"));

        assertThat(report.mx().verdict()).isEqualTo(Verdict.WARN);
        assertThat(report.mx().hint()).contains("null MX");
    }

    @Test
    void anAnswerBeyondADatagramComesOverTcp() {
        int before = SERVER.overTcp();

        String big = DnsCases.all().stream()
                .filter(one -> one.about().contains("size of a datagram"))
                .findFirst()
                .orElseThrow()
                .domain();
        DnsReport report = check(client(), subject(big, "gmail"));

        assertThat(report.spf().verdict()).isEqualTo(Verdict.PASS);
        assertThat(SERVER.overTcp()).isGreaterThan(before);
    }

    @Test
    void fiftyDomainsAtOnceDoNotSlowOneAnother() {
        try (TestDns slow = TestDns.serving(TestZone.of(List.of()))) {
            DnsClient client = TestResolvers.client(slow.address());
            List<String> domains =
                    IntStream.range(0, 50).mapToObj(i -> "d" + i + ".test").toList();
            domains.forEach(domain -> slow.answering(domain, Manner.SLOW));
            check(client, subject("warm.test", "gmail"));
            long begun = System.nanoTime();

            List<Uni<DnsReport>> checks = domains.stream()
                    .map(domain -> new DomainCheck(
                                    new Asking(client::ask, Duration.ofSeconds(8)), subject(domain, "gmail"))
                            .run(Instant.EPOCH))
                    .toList();
            List<DnsReport> reports =
                    Uni.join().all(checks).andFailFast().await().atMost(BOUND);

            // One after the other would take 15 s; each waits 0.3 s for its own answer.
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
            assertThat(reports)
                    .allSatisfy(report -> assertThat(report.spf().verdict()).isEqualTo(Verdict.MISSING));
        }
    }
}
