package io.asteris.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressMaskTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <bob@example.com>: Recipient address rejected | <***@example.com>: Recipient address rejected
            no mailbox bob.o'neil+x@a.example here        | no mailbox ***@a.example here
            "bob smith"@example.com unknown               | ***@example.com unknown
            SRS0=ab=cd=x.example=bob@relay.example; no    | ***@relay.example; no
            rcpt=bob%40example.com&x=1                    | ***@example.com&x=1
            user bücher@müller.example                    | user ***@müller.example
            bob@[192.0.2.1] refused                       | ***@[192.0.2.1] refused
            a@b.example,c@d.example                       | ***@b.example,***@d.example
            nothing to hide: 5.1.1                        | nothing to hide: 5.1.1
            """)
    void addressesAreMaskedAndTheRestIsKept(String words, String masked) {
        // When
        String clean = AddressMask.clean(words);

        // Then
        assertThat(clean.replace("bob", "")).isEqualTo(clean);
        assertThat(clean).isEqualTo(masked);
    }

    @Test
    void controlCharactersAndDirectionMarksAreGone() {
        assertThat(AddressMask.clean("a\r\nb\u0000c\u001b[31md\u202ee\u2028f")).isEqualTo("a  b c [31mde f");
    }

    @Test
    void longWordsAreCutAtAWholeCharacter() {
        // When
        String cut = AddressMask.clean("ä".repeat(5_000));

        // Then
        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSize(AddressMask.MAX_OCTETS);
        assertThat(cut).isEqualTo("ä".repeat(512));
    }

    @Property
    void noLocalPartSurvives(@ForAll String before, @ForAll String after) {
        // When
        String clean = AddressMask.clean(before + " secret.name@example.com " + after);

        // Then
        assertThat(clean).doesNotContain("secret.name");
        assertThat(clean.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(AddressMask.MAX_OCTETS);
        assertThat(clean.chars()).noneMatch(Character::isISOControl);
    }
}
