package io.asteris.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.IDN;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b.example",
                "first.last+tag@sub.example.co.uk",
                "o'brien@example.ie",
                "!#$%&'*+-/=?^_`{|}~@example.org",
                "1@1.example",
                "jürgen@example.de",
                "用户@example.cn"
            })
    void ordinaryAndUnusualAddressesAreTaken(String text) {
        assertThat(EmailAddress.of(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a",
                "a@",
                "@b.example",
                "a@b",
                "a@@b.example",
                "a b@c.example",
                "a@b..example",
                "a@.example",
                "a@-b.example",
                ".a@b.example",
                "a.@b.example",
                "a..b@c.example",
                "\"a\"@b.example",
                "a(comment)@b.example",
                "<a@b.example>",
                "@relay.example:a@b.example",
                "a%0d%0a@b.example\r\n",
                "a\n@b.example",
                "a\u0000@b.example",
                "a@b.example\u0000",
                "=?utf-8?q?a?=@b.example",
                "a@[127.0.0.1]",
                "a@127.0.0.1",
                "a,b@c.example",
                "a;b@c.example",
                "a\ud800@b.example",
                "a@b_c.example",
                "a\u200b@b.example"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> EmailAddress.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lengthsAreBounded() {
        String local = "a".repeat(64);

        assertThat(EmailAddress.of(local + "@b.example").localPart()).hasSize(64);
        assertThatThrownBy(() -> EmailAddress.of(local + "a@b.example")).hasMessageContaining("64");
        assertThatThrownBy(() -> EmailAddress.of("a@" + "b".repeat(64) + ".example"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmailAddress.of(local + "@" + "b.".repeat(100) + "example"))
                .hasMessageContaining("254");
    }

    @Test
    void theDomainBecomesALowerCaseALabel() {
        assertThat(EmailAddress.of("Anna@Bücher.Example.").text()).isEqualTo("Anna@xn--bcher-kva.example");
    }

    /** The short way for host names gives what the platform's IDN gives, or refuses too. */
    @Property(tries = 2_000)
    void aDomainReadsAsIdnReadsIt(
            @ForAll
                    @CharRange(from = 'a', to = 'b')
                    @CharRange(from = 'Y', to = 'Z')
                    @Chars({'1', '-', '.'})
                    @StringLength(max = 9)
                    String start) {
        String text = start + ".example";
        String known;
        try {
            known = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException refused) {
            assertThatThrownBy(() -> EmailAddress.asciiDomain(text)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        assertThat(EmailAddress.asciiDomain(text)).isEqualTo(known);
    }

    @Test
    void spellingsOfOneMailboxAreCanonicallyEqual() {
        assertThat(EmailAddress.of("Anna@BÜCHER.example").canonical())
                .isEqualTo(EmailAddress.of("anna@xn--bcher-kva.example").canonical());
    }

    @Test
    void itsTextForLogsNamesNobody() {
        assertThat(EmailAddress.of("anna@shop.example")).hasToString("***@shop.example");
    }

    @Test
    void onlyALocalPartBeyondAsciiNeedsSmtpUtf8() {
        assertThat(EmailAddress.of("a@bücher.example").needsSmtpUtf8()).isFalse();
        assertThat(EmailAddress.of("ü@b.example").needsSmtpUtf8()).isTrue();
    }
}
