package io.asteris.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call to one provider ended, or was lost: {@code mail.attempt.recorded.v1}.
 *
 * @param attempt counts from 1 over the message's life
 * @param lane site and provider, {@code site/provider}
 * @param cause absent when the provider took the message
 * @param code the three digits of SMTP or the HTTP status, absent when there was no answer
 * @param enhanced the enhanced status code of RFC 3463, such as {@code 5.1.1}
 * @param text the provider's own words, at most 1 KiB, addresses masked
 * @param millis from the call to its end
 * @param nextAt when the message is tried again, if it is
 * @param possibleDuplicate whether an earlier attempt may have been taken
 * @param recipients what was said of single recipients; empty when the answer is the same for all
 */
public record AttemptRecorded(
        MessageId message,
        SiteId site,
        int attempt,
        String provider,
        String preset,
        String lane,
        AnswerKind answer,
        @Nullable Cause cause,
        @Nullable Integer code,
        @Nullable String enhanced,
        String text,
        @Nullable String providerMessageId,
        Instant startedAt,
        long millis,
        @Nullable Instant nextAt,
        boolean possibleDuplicate,
        @Nullable List<RecipientSaid> recipients)
        implements Event {

    public AttemptRecorded {
        recipients = recipients == null ? List.of() : List.copyOf(recipients);
    }

    @Override
    public String key() {
        return message.text();
    }

    /** What the provider said of one recipient, by position. */
    public record RecipientSaid(
            @JsonProperty("p") int position,
            AnswerKind answer,
            @Nullable Integer code,
            @Nullable String enhanced,
            @Nullable String text) {}
}
