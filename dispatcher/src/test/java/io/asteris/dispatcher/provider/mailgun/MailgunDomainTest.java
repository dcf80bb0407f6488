package io.asteris.dispatcher.provider.mailgun;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.event.ProviderChanged.Dkim;
import io.asteris.dispatcher.provider.AccountFacts;
import io.asteris.dispatcher.provider.AnswerRow;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailgunDomainTest {
    private static final String DOMAIN = "mg.shop.example";

    @Test
    void onlyRecordsThatHoldKeysAreTaken() {
        AccountFacts facts = facts(200, """
                {"sending_dns_records":[
                  {"record_type":"TXT","name":"mg.shop.example","value":"v=spf1 include:mailgun.org ~all"},
                  {"record_type":"TXT","name":"K1._domainkey.shop.example","value":"k=rsa; p=MIGf"},
                  {"record_type":"CNAME","name":"pdk1._domainkey.mg.shop.example","value":"pdk1._domainkey.x1.dkim1.mailgun.com"},
                  {"record_type":"MX","name":"k2._domainkey.mg.shop.example","value":"mxa.mailgun.org"},
                  {"record_type":"TXT","name":"k3._domainkey.mg.shop.example"},
                  "junk"]}
                """);

        assertThat(facts.dkim().get(DOMAIN))
                .containsExactly(
                        new Dkim("k1", null, "shop.example", "TXT", "k=rsa; p=MIGf"),
                        new Dkim("pdk1", null, DOMAIN, "CNAME", "pdk1._domainkey.x1.dkim1.mailgun.com"));
        assertThat(facts.troubles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aKeyThatMayNotReadLeavesItToTheOwner(int status) {
        AccountFacts facts = facts(status, "Forbidden");

        assertThat(facts.dkim()).isEmpty();
        assertThat(facts.troubles()).first().asString().contains("name the DKIM selectors once");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 429, 500})
    void whateverElseIsSaidTellsNothing(int status) {
        AccountFacts facts = facts(status, "Mailgun Magnificent API");

        assertThat(facts.dkim()).isEmpty();
        assertThat(facts.troubles()).hasSize(1);
    }

    @Test
    void noMoreIsToldThanAnEventBears() {
        List<Dkim> many = IntStream.range(0, 100)
                .mapToObj(i -> new Dkim("k" + i, null, DOMAIN, "TXT", "x".repeat(400)))
                .toList();

        assertThat(AccountFacts.signs(DOMAIN, many).signing()).hasSizeBetween(5, 12);
        assertThat(AccountFacts.signs(DOMAIN, List.of(new Dkim("k", null, DOMAIN, "TXT", "x".repeat(2_000))))
                        .signing())
                .isEmpty();
    }

    private static AccountFacts facts(int status, String body) {
        return MailgunDomain.facts(DOMAIN, new AnswerRow("mailgun", "made", status, Map.of(), body, "OK").answered());
    }
}
