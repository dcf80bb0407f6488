package io.asteris.platform.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.contract.SiteId;
import io.asteris.platform.crypto.MasterKeys;
import io.asteris.platform.crypto.UnopenableSecretException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

class DataKeyWrapTest {
    private static final SiteId SHOP = new SiteId("shop");
    private static final String OLD = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW =
            Base64.getEncoder().encodeToString("n".repeat(32).getBytes(StandardCharsets.US_ASCII));

    private final DataKeyWrap wrap = new DataKeyWrap(MasterKeys.parse(OLD));
    private final SecretKey dataKey = DataKeyWrap.mint();

    @Test
    void unwrapsItsOwnAndThatOfAnOlderMasterKey() {
        // Given
        byte[] wrapped = wrap.wrap(SHOP, dataKey);
        // When
        var rotated = new DataKeyWrap(MasterKeys.parse("2:" + NEW + ",1:" + OLD));
        // Then
        assertThat(wrap.unwrap(SHOP, "1", wrapped)).isEqualTo(dataKey);
        assertThat(rotated.unwrap(SHOP, "1", wrapped)).isEqualTo(dataKey);
        assertThat(rotated.currentKid()).isEqualTo("2");
    }

    @Test
    void anotherSiteMasterKeyOrIdDoesNotUnwrap() {
        // Given
        byte[] wrapped = wrap.wrap(SHOP, dataKey);
        // When, Then
        assertThatThrownBy(() -> wrap.unwrap(new SiteId("club"), "1", wrapped))
                .isInstanceOf(UnopenableSecretException.class);
        assertThatThrownBy(() -> new DataKeyWrap(MasterKeys.parse(NEW)).unwrap(SHOP, "1", wrapped))
                .isInstanceOf(UnopenableSecretException.class);
        assertThatThrownBy(() -> wrap.unwrap(SHOP, "2", wrapped)).hasMessageContaining("asteris.master-key lacks");
    }
}
