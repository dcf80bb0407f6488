package io.asteris.dispatcher.provider.ses;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.event.ProviderChanged.Dkim;
import io.asteris.dispatcher.provider.AccountFacts;
import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.Limits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SesIdentityTest {
    private static final String DOMAIN = "shop.example";

    @Test
    void easyDkimHasTokens() {
        assertThat(signing("{\"Tokens\":[\"Tok1\",\"tok2\",\"tok3\"]}"))
                .containsExactly(token("tok1", null), token("tok2", null), token("tok3", null));
    }

    @Test
    void aKeyOfTheOwnersOwnHasASelector() {
        assertThat(signing("{\"SigningAttributesOrigin\":\"EXTERNAL\",\"Tokens\":[\"mine\"]}"))
                .containsExactly(new Dkim("mine", null, DOMAIN, "TXT", null));
    }

    @Test
    void anotherZoneThanTheUsualIsToldToTheLetter() {
        assertThat(signing("{\"SigningHostedZone\":\"dkim.eu-south-9.amazonses.com\",\"Tokens\":[\"t\"]}"))
                .containsExactly(token("t", "t.dkim.eu-south-9.amazonses.com"));
        assertThat(signing("{\"SigningHostedZone\":\"evil.example\",\"Tokens\":[\"t\"]}"))
                .containsExactly(token("t", null));
    }

    @Test
    void whatIsNoTokenIsLeftOutAndNoMoreThanThreeAreTaken() {
        assertThat(signing("{\"Tokens\":[\"a b\",7,\"\",\"x.y\",\"a\",\"b\",\"c\"]}"))
                .containsExactly(token("7", null), token("a", null), token("b", null));
        assertThat(signing("{\"Tokens\":\"none\"}")).isEmpty();
        assertThat(signing("{}")).isEmpty();
    }

    @Test
    void aDomainThatSesDoesNotKnowHasNone() {
        AccountFacts facts = facts(404, "{\"__type\":\"NotFoundException\",\"message\":\"no\"}");

        assertThat(facts.dkim()).containsEntry(DOMAIN, List.of());
        assertThat(facts.troubles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 403, 404, 429, 500, 503})
    void wordsOfSomebodyElseTellNothing(int status) {
        AccountFacts facts = SesIdentity.facts(DOMAIN, AnswerRow.foreign(status).answered());

        assertThat(facts.dkim()).isEmpty();
        assertThat(facts.troubles()).hasSize(1);
    }

    @Test
    void anAccountWithoutABoundHasNoneADay() {
        AnswerRow unlimited = row(200, "{\"SendQuota\":{\"Max24HourSend\":-1.0,\"MaxSendRate\":0.5}}");

        assertThat(SesAccount.facts(unlimited.answered()).limits()).isEqualTo(new Limits(1, null, null, null));
        assertThat(SesAccount.facts(
                        row(403, "{\"__type\":\"AccessDeniedException\"}").answered()))
                .satisfies(facts -> {
                    assertThat(facts.limits()).isNull();
                    assertThat(facts.troubles()).first().asString().contains("ses:GetAccount");
                });
    }

    private static List<Dkim> signing(String attributes) {
        return facts(200, "{\"DkimAttributes\":" + attributes + "}").dkim().get(DOMAIN);
    }

    private static AccountFacts facts(int status, String body) {
        return SesIdentity.facts(DOMAIN, row(status, body).answered());
    }

    private static AnswerRow row(int status, String body) {
        return new AnswerRow("ses", "made", status, Map.of(), body, "OK");
    }

    private static Dkim token(String token, String value) {
        return new Dkim(null, token, DOMAIN, null, value);
    }
}
