package io.asteris.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "a@b.example, ||",
                "<a@b.example>, ||",
                "Anna <a@b.example>, Anna",
                "Анна Ц. <a@b.example>, Анна Ц.",
                "|\"Shop, the <best>\" <a@b.example>|, |Shop, the <best>|",
                "|\"with \\\"quotes\\\" and \\\\\" <a@b.example>|, |with \"quotes\" and \\|"
            })
    void nameAndAddressAreTakenApart(String text, String name) {
        Mailbox mailbox = Mailbox.of(text);

        assertThat(mailbox.name()).isEqualTo(name);
        assertThat(mailbox.address().text()).isEqualTo("a@b.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Anna a@b.example>",
                "\"Anna <a@b.example>",
                "\"Anna\" x <a@b.example>",
                "An\"na <a@b.example>",
                "Anna (comment) <a@b.example>",
                "Anna\r\nBcc: x@y.example <a@b.example>",
                "=?utf-8?q?a=0D=0Ab?= <a@b.example>",
                "a@b.example, c@d.example",
                "group: a@b.example;"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Mailbox.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void itsTextReadsBackToTheSame(
            @ForAll @AlphaChars @Chars({' ', '"', '\\', '<', '@', 'é'}) @StringLength(max = 60) String name) {
        var mailbox = new Mailbox(name.strip(), EmailAddress.of("a@b.example"));

        assertThat(Mailbox.of(mailbox.text())).isEqualTo(mailbox);
    }
}
