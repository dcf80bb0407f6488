package io.asteris.dispatcher.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.RecipientField;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.jspecify.annotations.Nullable;

/** What is written reads back the same by two readers that are not ours: mime4j and Angus Mail. */
class RenderingPropertiesTest {
    private static final int TRIES = 100;

    @Property(tries = TRIES)
    void subjectAndNamesReadBackTheSame(@ForAll("headerText") String subject, @ForAll("name") String name)
            throws Exception {
        // When
        byte[] octets = new Rendered()
                .subject(subject)
                .from(name, "shop@example.org")
                .recipient(RecipientField.TO, name, "anna@example.com")
                .recipient(RecipientField.CC, name, "ben@example.com")
                .bytes();

        // Then
        Message parsed = Rendered.parse(octets);
        assertThat(parsed.getSubject()).isEqualTo(subject);
        assertThat(parsed.getMessageId()).isEqualTo("<" + Rendered.ID.text() + "@example.org>");
        assertThat(parsed.getFrom().getFirst().getAddress()).isEqualTo("shop@example.org");
        assertThat(nullToEmpty(parsed.getFrom().getFirst().getName())).isEqualTo(name);
        var angus = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
        assertThat(angus.getSubject()).isEqualTo(subject);
        var to = (InternetAddress) angus.getRecipients(MimeMessage.RecipientType.TO)[0];
        assertThat(to.getAddress()).isEqualTo("anna@example.com");
        assertThat(nullToEmpty(to.getPersonal())).isEqualTo(name);
        isWireClean(octets);
    }

    @Property(tries = TRIES)
    void textReadsBackTheSameButForItsLineEnds(@ForAll("bodyText") String text) {
        // When
        byte[] octets = new Rendered().body(null, text).bytes();

        // Then
        Message parsed = Rendered.parse(octets);
        assertThat(MimeReading.text(parsed)).isEqualTo(TextPart.withCrlf(text));
        isWireClean(octets);
    }

    @Property(tries = TRIES)
    void htmlReadsBackTheSameAndGetsSomePlainText(@ForAll("bodyText") String html) {
        // When
        byte[] octets = new Rendered().body(html, null).bytes();

        // Then
        Multipart body = (Multipart) Rendered.parse(octets).getBody();
        assertThat(MimeReading.text(body.getBodyParts().getLast())).isEqualTo(TextPart.withCrlf(html));
        isWireClean(octets);
    }

    @Property(tries = TRIES)
    void attachmentsReadBackTheSameWithTheirNames(@ForAll("name") String filename, @ForAll byte[] content)
            throws Exception {
        // When
        byte[] octets = new Rendered()
                .attachment(filename + "x", "application/x-thing", null, content)
                .bytes();

        // Then
        var part = MimeReading.find(Rendered.parse(octets).getBody(), "application/x-thing");
        assertThat(((SingleBody) part.getBody()).getInputStream().readAllBytes())
                .isEqualTo(content);
        if (filename.indexOf('\'') < 0 && filename.indexOf('+') < 0) {
            // mime4j 0.8.13 decodes a name in several pieces twice; the other reader does not.
            assertThat(part.getFilename()).isEqualTo(filename + "x");
        }
        var angus = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
        var second = ((jakarta.mail.internet.MimeMultipart) angus.getContent()).getBodyPart(1);
        assertThat(second.getFileName()).isEqualTo(filename + "x");
        isWireClean(octets);
    }

    @Property(tries = TRIES)
    void theCallersHeaderReadsBackTheSame(@ForAll("headerText") String value) throws Exception {
        // When
        byte[] octets = new Rendered().header("X-Note", value).bytes();

        // Then
        var angus = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
        assertThat(MimeUtility.decodeText(MimeUtility.unfold(angus.getHeader("X-Note", null))))
                .isEqualTo(value);
        isWireClean(octets);
    }

    /** 7-bit octets without NUL, every line ended by CRLF and none over-long: nothing a server could read in two ways. */
    private static void isWireClean(byte[] octets) {
        int line = 0;
        for (int i = 0; i < octets.length; i++) {
            byte octet = octets[i];
            if (octet == '\r') {
                assertThat(octets[i + 1]).isEqualTo((byte) '\n');
            } else if (octet == '\n') {
                assertThat(octets[i - 1]).isEqualTo((byte) '\r');
                line = -1;
            } else {
                assertThat(octet).isPositive();
            }
            assertThat(++line).isLessThanOrEqualTo(999);
        }
    }

    @Provide
    Arbitrary<String> headerText() {
        return words().map(String::strip);
    }

    @Provide
    Arbitrary<String> name() {
        return words().map(String::strip).filter(text -> text.length() <= 100 && text.indexOf('%') < 0);
    }

    private static Arbitrary<String> words() {
        Arbitrary<String> pieces = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(80),
                Arbitraries.strings().ascii().ofMaxLength(80),
                Arbitraries.of(
                        "=?UTF-8?Q?x?=",
                        "  ",
                        "a, b <c@d>",
                        "\"q\" \\ ;:",
                        "ä".repeat(60),
                        "x".repeat(200),
                        "\ud83d\ude00",
                        "%0a"));
        return pieces.list().ofMaxSize(8).map(all -> String.join(" ", all)).map(RenderingPropertiesTest::sayable);
    }

    @Provide
    Arbitrary<String> bodyText() {
        Arbitrary<String> pieces = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(300),
                Arbitraries.strings().ascii().ofMaxLength(300),
                Arbitraries.of(
                        "\r\n.\r\n",
                        "\n.\n",
                        "\r.\r",
                        ".",
                        "..",
                        "\n",
                        "\r",
                        "From x\n",
                        " \n",
                        "\t\n",
                        "=",
                        "ä".repeat(400),
                        "x".repeat(2_000),
                        "<p>",
                        "--=_1_",
                        "\r\n--"));
        return pieces.list()
                .ofMaxSize(10)
                .map(all -> String.join("", all))
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    /** Only what the accept path lets through: no controls, no halves of characters. */
    private static String sayable(String text) {
        var sayable = new StringBuilder();
        text.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
                .filter(c -> c != 0x2028 && c != 0x2029)
                .forEach(sayable::appendCodePoint);
        return sayable.toString();
    }

    private static String nullToEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
