package io.asteris.platform.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.platform.crypto.UnopenableSecretException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteSealerTest {
    private static final SiteId SHOP = new SiteId("shop");
    private static final String BODY = "body";
    private static final byte[] TEXT =
            "Dear customer, your order is on its way. ".repeat(50).getBytes(UTF_8);

    private final MessageId message = MessageId.mint(Instant.parse("2026-03-01T12:00:00Z"));
    private final SecretKey key = DataKeyWrap.mint();
    private final SiteSealer sealer = new SiteSealer(SHOP, key);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 2_000, 1_000_000})
    void opensTextOfAnyLength(int length) {
        // Given
        byte[] clear = "a".repeat(length).getBytes(UTF_8);
        // When
        SealedBlob sealed = sealer.seal(message, BODY, clear);
        // Then
        assertThat(sealer.open(sealed).content()).isEqualTo(clear);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 100_000})
    void opensWhatDoesNotCompress(int length) {
        // Given
        byte[] clear = new byte[length];
        new Random(1).nextBytes(clear);
        // When
        SealedBlob sealed = sealer.seal(message, "attachment/1", clear);
        // Then
        assertThat(sealed.sealed()).hasSize(length + 34);
        assertThat(sealer.open(sealed).content()).isEqualTo(clear);
    }

    @Test
    void whatWasPackedIsNotCompressedAgain() {
        // When
        SealedBlob sealed = sealer.sealPacked(message, BODY, TEXT);
        // Then
        assertThat(sealed.sealed()).hasSize(TEXT.length + 34);
        assertThat(sealer.open(sealed).content()).isEqualTo(TEXT);
    }

    @Test
    void textShrinksAndShowsNothingOfItself() {
        // When
        SealedBlob sealed = sealer.seal(message, BODY, TEXT);
        // Then
        assertThat(sealed.sealed()).hasSizeLessThan(TEXT.length / 4);
        assertThat(new String(sealed.sealed(), UTF_8)).doesNotContain("customer");
    }

    @Test
    void theSameTextIsSealedDifferentlyEachTime() {
        assertThat(sealer.seal(message, BODY, TEXT).sealed())
                .isNotEqualTo(sealer.seal(message, BODY, TEXT).sealed());
    }

    @ParameterizedTest
    @CsvSource({"version,0", "form,1", "length,2", "length,5", "nonce,6", "nonce,17", "content,18", "tag,-1"})
    void doesNotOpenWithAnyOctetChanged(String field, int at) {
        // Given
        byte[] sealed = sealer.seal(message, BODY, TEXT).sealed();
        // When
        sealed[at < 0 ? sealed.length + at : at] ^= 1;
        // Then
        assertThatThrownBy(() -> sealer.open(new SealedBlob(new BlobId(SHOP, message, BODY), sealed)))
                .as(field)
                .isInstanceOf(UnopenableSecretException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 6, 17, 33, 40})
    void doesNotOpenWhenCutShort(int octets) {
        // Given
        byte[] sealed = ByteBuffer.allocate(octets)
                .put(sealer.seal(message, BODY, TEXT).sealed(), 0, octets)
                .array();
        // When, Then
        assertThatThrownBy(() -> sealer.open(new SealedBlob(new BlobId(SHOP, message, BODY), sealed)))
                .isInstanceOf(UnopenableSecretException.class);
    }

    @Test
    void doesNotOpenInAnotherPlace() {
        // Given one key for all, so that only the place tells them apart
        byte[] sealed = sealer.seal(message, BODY, TEXT).sealed();
        var club = new SiteId("club");
        // When, Then
        assertUnopenable(sealer, new BlobId(SHOP, MessageId.mint(message.instant()), BODY), sealed);
        assertUnopenable(sealer, new BlobId(SHOP, message, "envelope"), sealed);
        assertUnopenable(sealer, new BlobId(club, message, BODY), sealed);
        assertUnopenable(new SiteSealer(club, key), new BlobId(club, message, BODY), sealed);
    }

    @Test
    void doesNotOpenUnderAnotherKey() {
        // Given
        byte[] sealed = sealer.seal(message, BODY, TEXT).sealed();
        // When, Then
        assertUnopenable(new SiteSealer(SHOP, DataKeyWrap.mint()), new BlobId(SHOP, message, BODY), sealed);
    }

    @Test
    void refusesABlobBeyondTheBound() {
        assertThatThrownBy(() -> sealer.seal(message, BODY, new byte[SiteSealer.LONGEST + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decompressionNeverGrowsBeyondWhatIsSaid() {
        // Given
        Compression.Compressed bomb = Compression.compress(new byte[1_000_000]).orElseThrow();
        byte[] octets = Arrays.copyOf(bomb.octets(), bomb.length());
        // When, Then
        assertThatThrownBy(() -> Compression.decompress(octets, 1_000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Compression.decompress(octets, 1_000_001))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itsBlobsSayNothingOfTheirContent() {
        // Given
        SealedBlob sealed = sealer.seal(message, BODY, TEXT);
        // When, Then
        assertThat(sealer.open(sealed).toString()).doesNotContain("customer").contains("octets=" + TEXT.length);
    }

    private static void assertUnopenable(SiteSealer opener, BlobId place, byte[] sealed) {
        assertThatThrownBy(() -> opener.open(new SealedBlob(place, sealed)))
                .isInstanceOf(UnopenableSecretException.class);
    }
}
