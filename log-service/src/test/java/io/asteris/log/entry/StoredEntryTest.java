package io.asteris.log.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.MessageKind;
import io.asteris.contract.RecipientField;
import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.log.fold.StateChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An entry is what its octets say. */
class StoredEntryTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Entry UNKNOWN = Entry.empty(MessageId.mint(START), new SiteId("one"), Retention.ofDays(30));

    @Test
    void whatIsStoredIsRead() {
        Entry whole = new Entry(
                        UNKNOWN.message(),
                        UNKNOWN.site(),
                        Retention.ofDays(180),
                        true,
                        null,
                        new Letter(
                                "Anna <anna@one.example>",
                                "✓, \uD83D\uDE00",
                                List.of("B@two.example", "ü@müller.example"),
                                List.of(new AttachmentInfo(1, "a.pdf", "application/pdf", "logo", 12))),
                        UNKNOWN.history())
                .accepted(new Announcement(
                        MessageKind.RESEND,
                        1L << 40,
                        true,
                        "woocommerce",
                        "main",
                        MessageId.mint(START),
                        List.of(RecipientField.TO, RecipientField.CC, RecipientField.BCC),
                        List.of("one", "two, three"),
                        Map.of("order", "\"7\" \t")))
                .knowing(List.of(new StateChange(1, DispatchState.HELD, START, "quota", null, false, List.of())));

        assertThat(StoredEntries.of(whole).entry()).isEqualTo(whole);
    }

    @Test
    void whatIsNotKnownIsAbsent() {
        assertThat(StoredEntries.of(UNKNOWN).entry()).isEqualTo(UNKNOWN);
        assertThat(StoredEntries.of(UNKNOWN).addresses()).isEmpty();
        assertThat(StoredEntries.of(UNKNOWN).sender()).isNull();
    }
}
