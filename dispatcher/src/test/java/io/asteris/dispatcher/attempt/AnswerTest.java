package io.asteris.dispatcher.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.contract.Cause;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
    @ParameterizedTest
    @ValueSource(strings = {"5.1.1", "5.1.2", "5.1.6", "5.1.10"})
    void theFourCodesOfAMissingMailboxSuppress(String enhanced) {
        assertThat(RecipientAnswer.refused(0, new Said(550, enhanced, "no")).suppresses())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.7.1", "5.4.1", "5.2.1", "5.1.3", "5.1.0"})
    void noOtherCodeSuppresses(String enhanced) {
        assertThat(RecipientAnswer.refused(0, new Said(550, enhanced, "no")).suppresses())
                .isFalse();
    }

    @Test
    void aRefusalWithoutAnEnhancedCodeSuppressesNobody() {
        assertThat(RecipientAnswer.refused(0, new Said(550, null, "no")).suppresses())
                .isFalse();
    }

    @Test
    void aRecipientRefusedForNowNeverSuppresses() {
        var deferred = new RecipientAnswer(0, Cause.TRANSIENT, new Said(450, "5.1.1", "later"), null);
        assertThat(deferred.suppresses()).isFalse();
        assertThat(deferred.isRefused()).isFalse();
    }

    @Test
    void aRefusalForGoodCannotBeWrittenAsNotTaken() {
        assertThatThrownBy(() -> Answer.NotTaken.of(Cause.PERMANENT, Said.ours("no")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Answer.Refused(Cause.TRANSIENT, Said.ours("no"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theProvidersWordsAreMaskedWhoeverWritesThemDown() {
        assertThat(new Said(550, "5.1.1", "<bob@example.com> unknown").line())
                .isEqualTo("550 5.1.1 <***@example.com> unknown");
    }
}
