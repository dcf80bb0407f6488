package io.asteris.gateway.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.Mailbox;
import io.asteris.gateway.request.Requests;
import io.asteris.gateway.request.SendRequest;
import io.asteris.platform.http.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    me@s.example        | false | false | "Shop" <me@s.example>
                    Me <me@s.example>   | false | false | "Me" <me@s.example>
                    -                   | false | false | "Shop" <shop@s.example>
                    Me <me@s.example>   | true  | false | "Me" <shop@s.example>
                    Me <me@s.example>   | false | true  | "Shop" <me@s.example>
                    Me <me@s.example>   | true  | true  | "Shop" <shop@s.example>
                    """)
    void defaultsFillAndForceReplaces(String given, boolean forceEmail, boolean forceName, String expected) {
        // Given
        var settings =
                new SenderSettings(EmailAddress.of("shop@s.example"), "Shop", null, forceEmail, forceName, List.of());
        // When
        ResolvedSender sender = SenderRules.resolve(request(given, ""), settings, List.of());
        // Then
        assertThat(sender.from().text()).isEqualTo(expected);
    }

    @Test
    void anOverrideStandsInForTheDefaultsOfItsSource() {
        // Given
        var override = new SenderSettings.SourceOverride(
                "woocommerce", EmailAddress.of("orders@s.example"), null, Mailbox.of("help@s.example"));
        var settings = new SenderSettings(
                EmailAddress.of("shop@s.example"), "Shop", Mailbox.of("r@s.example"), true, false, List.of(override));
        // When
        ResolvedSender orders =
                SenderRules.resolve(request("me@s.example", ",\"source\":\"woocommerce\""), settings, List.of());
        ResolvedSender others =
                SenderRules.resolve(request("me@s.example", ",\"source\":\"core\""), settings, List.of());
        // Then
        assertThat(orders.from().text()).isEqualTo("\"Shop\" <orders@s.example>");
        assertThat(orders.replyTo()).containsExactly(Mailbox.of("help@s.example"));
        assertThat(others.from().address()).isEqualTo(EmailAddress.of("shop@s.example"));
        assertThat(others.replyTo()).containsExactly(Mailbox.of("r@s.example"));
    }

    @Test
    void theMessagesOwnReplyToWins() {
        var settings = new SenderSettings(null, null, Mailbox.of("r@s.example"), false, false, List.of());
        SendRequest request = request("me@s.example", ",\"reply_to\":\"mine@s.example\"");
        assertThat(SenderRules.resolve(request, settings, List.of()).replyTo())
                .containsExactly(Mailbox.of("mine@s.example"));
    }

    @Test
    void aMessageWithoutAnySenderIsRefused() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> SenderRules.resolve(request(null, ""), SenderSettings.NONE, List.of()))
                .matches(problem -> problem.errors().getFirst().pointer().equals("/from"));
    }

    @Test
    void onlyTheSitesOwnDomainsMayBeWrittenFrom() {
        SendRequest request = request("me@s.example", "");
        assertThat(SenderRules.resolve(request, SenderSettings.NONE, List.of("s.example"))
                        .from()
                        .address())
                .isEqualTo(EmailAddress.of("me@s.example"));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> SenderRules.resolve(request, SenderSettings.NONE, List.of("other.example")))
                .matches(problem -> problem.errors().getFirst().pointer().equals("/from"));
    }

    @Test
    void settingsCheckThemselves() {
        assertThatThrownBy(() -> new SenderSettings(null, "a\r\nb", null, false, false, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SenderSettings(null, null, null, true, false, null))
                .hasMessageContaining("from_email");
        assertThatThrownBy(() -> new SenderSettings(null, null, null, false, true, null))
                .hasMessageContaining("from_name");
        var override = new SenderSettings.SourceOverride("core", null, "x", null);
        assertThatThrownBy(() -> new SenderSettings(null, null, null, false, false, List.of(override, override)))
                .hasMessageContaining("same source");
    }

    private static SendRequest request(String from, String members) {
        String first = from == null ? "" : "\"from\":\"" + from + "\",";
        return Requests.message("{" + first + "\"to\":\"a@b.example\",\"text\":\"x\"" + members + "}");
    }
}
