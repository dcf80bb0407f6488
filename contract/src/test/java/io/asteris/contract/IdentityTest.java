package io.asteris.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdentityTest {
    private static final AddressKey KEY =
            new AddressKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    private static final EmailAddress ANNA = EmailAddress.of("Anna@Shop.example");

    @Test
    void aMessageIdCarriesItsMoment() {
        Instant at = Instant.parse("2026-03-01T10:15:30.123456Z");

        MessageId id = MessageId.mint(at);

        assertThat(id.instant()).isEqualTo(Instant.parse("2026-03-01T10:15:30.123Z"));
        assertThat(MessageId.parse(id.text())).contains(id);
    }

    @Test
    void idsOfOneMillisecondDiffer() {
        Instant at = Instant.EPOCH.plusSeconds(1);
        Set<MessageId> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(MessageId.mint(at));
        }

        assertThat(ids).hasSize(10_000);
    }

    @Test
    void anythingButAVersionSevenIsNoMessageId() {
        assertThat(MessageId.parse("no-id")).isEmpty();
        assertThat(MessageId.parse("1-1-7000-8000-1")).isEmpty();
        assertThat(MessageId.parse(UUID.randomUUID().toString())).isEmpty();
    }

    @Test
    void aSiteIdIsAPlainWord() {
        assertThat(SiteId.mint().value()).matches("[0-9a-z]{12}");
        assertThatThrownBy(() -> new SiteId("a/b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SiteId("**")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SiteId("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theScopeOfAllSitesIsWrittenAsAStar() {
        assertThat(new SiteId("*")).isEqualTo(SiteId.ALL);
    }

    @Test
    void anAddressHashesAlikeInEverySpellingButNotOnAnotherSite() {
        var one = new SiteId("one");

        assertThat(KEY.hash(one, ANNA)).isEqualTo(KEY.hash(one, EmailAddress.of("anna@SHOP.example.")));
        assertThat(KEY.hash(one, ANNA)).isNotEqualTo(KEY.hash(new SiteId("two"), ANNA));
        assertThat(KEY.hash(one, ANNA)).isNotEqualTo(KEY.hashForAllSites(ANNA));
    }

    @Test
    void theAddressHashIsTheOneThatTheWiringDefines() {
        // HMAC-SHA-256(key, "one" 00 "anna@shop.example"), first 16 octets, computed apart from this code.
        assertThat(KEY.hash(new SiteId("one"), ANNA).value()).isEqualTo("RdibPTIaBIzegTnVCIBxHA");
    }

    @Test
    void aShortAddressKeyIsRefused() {
        assertThatThrownBy(() -> new AddressKey(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }
}
