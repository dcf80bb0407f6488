package io.asteris.dispatcher.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReplyReaderTest {
    @Test
    void theCodeOfTheLastLineCountsAndTheTextIsJoined() throws Exception {
        // When
        SmtpReply reply = read("550-5.1.1 The account that you tried\r\n551-5.1.1 does not\r\n552 5.1.2 exist.\r\n");

        // Then
        assertThat(reply.code()).isEqualTo(552);
        assertThat(reply.said().line()).isEqualTo("552 5.1.2 The account that you tried does not exist.");
    }

    @Test
    void aReplyMayLackTextAndCarriageReturns() throws Exception {
        assertThat(read("250\n").code()).isEqualTo(250);
        assertThat(read("250-a\n250 b\r\n").text()).isEqualTo("a b");
    }

    @Test
    void whatOnlyLooksLikeAnEnhancedCodeStaysText() throws Exception {
        assertThat(read("250 8.8.8.8 is you\r\n").enhanced()).isNull();
        assertThat(read("550 5.1.1234 x\r\n").enhanced()).isNull();
        assertThat(read("550 5.1.1.1 x\r\n").text()).isEqualTo("5.1.1.1 x");
    }

    @Test
    void ofALongLineTwoKibibytesAreKept() throws Exception {
        // When
        SmtpReply reply = read("250 " + "x".repeat(10_000) + "\r\n");

        // Then
        assertThat(reply.text()).hasSize(ReplyReader.MAX_LINE_KEPT - 4);
    }

    @Test
    void aReplyOfTooManyLinesOrOctetsIsGivenUp() {
        assertThatThrownBy(() -> read("250-x\r\n".repeat(101))).isInstanceOf(SmtpFailure.class);
        assertThatThrownBy(() -> read("250 " + "x".repeat(ReplyReader.MAX_REPLY)))
                .isInstanceOf(SmtpFailure.class);
        assertThatThrownBy(() -> read("250 unasked\r\n".repeat(100_000))).isInstanceOf(SmtpFailure.class);
    }

    @Property(tries = 300)
    void anyOctetsAreAReplyOrAProtocolFailureNeverAnythingElse(
            @ForAll("hostile") byte[] octets, @ForAll @IntRange(min = 1, max = 64) int piece) {
        // Given
        var reader = new ReplyReader();

        // When
        try {
            for (int at = 0; at < octets.length; at += piece) {
                reader.feed(Buffer.buffer(octets).getBuffer(at, Math.min(octets.length, at + piece)));
            }
        } catch (SmtpFailure failure) {
            assertThat(failure.kind()).isEqualTo(SmtpFailure.Kind.PROTOCOL);
        }

        // Then
        for (Optional<SmtpReply> reply = reader.poll(); reply.isPresent(); reply = reader.poll()) {
            assertThat(reply.get().code()).isBetween(200, 599);
            assertThat(reply.get().lines()).hasSizeBetween(1, ReplyReader.MAX_LINES);
            assertThat(reply.get().said().text()).hasSizeLessThanOrEqualTo(1024);
        }
    }

    @Property(tries = 300)
    void howTheNetworkCutsItMakesNoDifference(
            @ForAll("replies") List<String> replies, @ForAll @IntRange(min = 1, max = 64) int piece) throws Exception {
        // Given
        Buffer all = Buffer.buffer(String.join("", replies));
        var reader = new ReplyReader();

        // When
        for (int at = 0; at < all.length(); at += piece) {
            reader.feed(all.getBuffer(at, Math.min(all.length(), at + piece)));
        }

        // Then
        var read = new ArrayList<SmtpReply>();
        for (Optional<SmtpReply> reply = reader.poll(); reply.isPresent(); reply = reader.poll()) {
            read.add(reply.get());
        }
        var whole = new ArrayList<SmtpReply>();
        for (String reply : replies) {
            whole.add(read(reply));
        }
        assertThat(read).isEqualTo(whole);
        assertThat(reader.holdsAnything()).isFalse();
    }

    @Provide
    Arbitrary<byte[]> hostile() {
        Arbitrary<String> pieces = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.of(
                        "250 ok\r\n", "250-", "\r\n", "\n", "\r", "550 5.1.1 no\r\n", "354 ", "\u0000", "250-x\r\n"));
        return pieces.list().ofMaxSize(120).map(all -> String.join("", all).getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<List<String>> replies() {
        return Arbitraries.of(
                        "250 2.1.0 Ok\r\n",
                        "250-a\r\n250-b\r\n250 c\r\n",
                        "354 go\n",
                        "221\r\n",
                        "550-5.7.1 x\r\n550 5.7.1 y\r\n")
                .list()
                .ofMaxSize(30);
    }

    private static SmtpReply read(String text) throws SmtpFailure {
        var reader = new ReplyReader();
        reader.feed(Buffer.buffer(text));
        return reader.poll().orElseThrow();
    }
}
