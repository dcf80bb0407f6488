package io.asteris.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.contract.SiteId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {
    private static final SiteId SHOP = new SiteId("shop");
    private static final String RECORD = "provider/main/password";
    private static final String SECRET = "correct horse – käse";
    private static final String OLD = MasterKeysTest.key(1);
    private static final String NEW = MasterKeysTest.key(2);

    private final SecretBox box = new SecretBox(MasterKeys.parse(OLD));

    @Test
    void opensWhatItSealed() {
        // When
        String sealed = box.seal(SHOP, RECORD, SECRET);
        // Then
        assertThat(sealed).doesNotContain("horse");
        assertThat(box.open(SHOP, RECORD, sealed)).isEqualTo(SECRET);
    }

    @Test
    void theHeaderNamesAlgorithmsKeySiteAndRecord() {
        // When
        String sealed = box.seal(SHOP, RECORD, SECRET);
        // Then
        String header = new String(
                Base64.getUrlDecoder().decode(sealed.substring(0, sealed.indexOf('.'))), StandardCharsets.UTF_8);
        assertThat(header)
                .contains("\"alg\":\"dir\"", "\"enc\":\"A256CBC-HS512\"", "\"kid\":\"1\"", "\"site\":\"shop\"")
                .containsPattern(Pattern.quote("\"rec\":\"" + RECORD + "\""));
    }

    @Test
    void doesNotOpenForAnotherSiteOrRecord() {
        // Given
        String sealed = box.seal(SHOP, RECORD, SECRET);
        // When, Then
        assertThatThrownBy(() -> box.open(new SiteId("club"), RECORD, sealed))
                .isInstanceOf(UnopenableSecretException.class);
        assertThatThrownBy(() -> box.open(SHOP, "provider/other/password", sealed))
                .isInstanceOf(UnopenableSecretException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4})
    void doesNotOpenWhenAnyPartWasChanged(int part) {
        // Given; part 1, the encrypted key, is empty with "dir"
        String[] parts = box.seal(SHOP, RECORD, SECRET).split("\\.", -1);
        byte[] octets = Base64.getUrlDecoder().decode(parts[part]);
        octets[octets.length / 2] ^= 1;
        parts[part] = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        // When, Then
        assertThatThrownBy(() -> box.open(SHOP, RECORD, String.join(".", parts)))
                .isInstanceOf(UnopenableSecretException.class)
                .hasMessageNotContaining("horse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c.d.e", "....", "eyJhbGciOiJub25lIn0.e30."})
    void doesNotOpenWhatIsNoSealedSecret(String text) {
        assertThatThrownBy(() -> box.open(SHOP, RECORD, text)).isInstanceOf(UnopenableSecretException.class);
    }

    @Test
    void anOlderMasterKeyStillOpensAndTheCurrentOneSeals() {
        // Given
        String sealedBefore = box.seal(SHOP, RECORD, SECRET);
        // When
        var rotated = new SecretBox(MasterKeys.parse("2:" + NEW + ",1:" + OLD));
        // Then
        assertThat(rotated.open(SHOP, RECORD, sealedBefore)).isEqualTo(SECRET);
        assertThatThrownBy(() -> box.open(SHOP, RECORD, rotated.seal(SHOP, RECORD, SECRET)))
                .hasMessageContaining("master key");
    }

    @Test
    void anotherMasterKeyOfTheSameIdDoesNotOpen() {
        // Given
        String sealed = box.seal(SHOP, RECORD, SECRET);
        // When, Then
        assertThatThrownBy(() -> new SecretBox(MasterKeys.parse(NEW)).open(SHOP, RECORD, sealed))
                .isInstanceOf(UnopenableSecretException.class);
    }

    @Test
    void otherAlgorithmsAreRefusedEvenUnderTheRightKey() throws JoseException {
        // Given
        byte[] key = MasterKeys.parse(OLD).deriveCurrent("asteris secret-box v1", 64);
        var other = new JsonWebEncryption();
        other.setAlgorithmHeaderValue("dir");
        other.setEncryptionMethodHeaderParameter("A256GCM");
        other.setHeader("kid", "1");
        other.setHeader("site", "shop");
        other.setHeader("rec", RECORD);
        other.setKey(new SecretKeySpec(key, 0, 32, "AES"));
        other.setPayload(SECRET);
        String sealed = other.getCompactSerialization();
        // When, Then
        assertThatThrownBy(() -> box.open(SHOP, RECORD, sealed)).isInstanceOf(UnopenableSecretException.class);
    }

    @Test
    void sealsAnewUnderTheCurrentKeyForTheSamePlace() {
        // Given
        var keys = MasterKeys.parse(OLD);
        var living = new SecretBox(keys);
        String before = living.seal(SHOP, RECORD, SECRET);
        assertThat(before).startsWith(living.currentStart());
        // When
        keys.replaceWith(MasterKeys.parse("2:" + NEW + ",1:" + OLD));
        String after = living.reseal(before);
        // Then
        assertThat(before).doesNotStartWith(living.currentStart());
        assertThat(after).startsWith(living.currentStart());
        assertThat(living.open(SHOP, RECORD, after)).isEqualTo(SECRET);
        assertThat(living.open(SHOP, RECORD, before)).isEqualTo(SECRET);
        // When the old key is gone
        keys.replaceWith(MasterKeys.parse("2:" + NEW));
        // Then
        assertThat(living.open(SHOP, RECORD, after)).isEqualTo(SECRET);
        assertThatThrownBy(() -> living.open(SHOP, RECORD, before)).isInstanceOf(UnopenableSecretException.class);
        assertThatThrownBy(() -> living.reseal(before)).isInstanceOf(UnopenableSecretException.class);
    }

    @Test
    void oneIdIsNotTheBeginningOfAnother() {
        var one = new SecretBox(MasterKeys.parse("1:" + OLD));
        var eleven = new SecretBox(MasterKeys.parse("11:" + OLD));

        assertThat(eleven.seal(SHOP, RECORD, SECRET)).doesNotStartWith(one.currentStart());
        assertThat(one.seal(SHOP, RECORD, SECRET)).doesNotStartWith(eleven.currentStart());
    }

    @Test
    void anIdKeepsItsKey() {
        var keys = MasterKeys.parse(OLD);

        assertThatThrownBy(() -> keys.replaceWith(MasterKeys.parse("1:" + NEW)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(NEW);
        assertThat(keys.replaceWith(MasterKeys.parse(OLD))).isFalse();
        assertThat(keys.replaceWith(MasterKeys.parse("1:" + OLD + ",2:" + NEW))).isTrue();
        assertThat(keys.kids()).containsExactly("1", "2");
        assertThat(keys.currentKid()).isEqualTo("1");
    }
}
