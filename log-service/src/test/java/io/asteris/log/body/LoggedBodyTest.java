package io.asteris.log.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.Json;
import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Header;
import io.asteris.contract.content.Recipient;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoggedBodyTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final Body BODY = new Body("<p>Größe \"x\"</p>", "x\n");
    private static final byte[] STORED = Json.write(BODY);
    private static final List<Mailbox> REPLIES = List.of(Mailbox.of("reply@s.example"));
    private static final List<Header> HEADERS = List.of(new Header("X-A", "b"));
    private static final List<AttachmentInfo> FILES =
            List.of(new AttachmentInfo(1, "a.pdf", "application/pdf", null, 7));
    private static final URI LINK = URI.create("https://s.example/u");

    static Stream<Envelope> withMore() {
        return Stream.of(
                envelope("Anna <anna@b.example>", List.of(), List.of(), List.of(), null),
                envelope("anna@b.example", REPLIES, List.of(), List.of(), null),
                envelope("anna@b.example", List.of(), HEADERS, List.of(), null),
                envelope("anna@b.example", List.of(), List.of(), FILES, null),
                envelope("anna@b.example", List.of(), List.of(), List.of(), LINK));
    }

    @Test
    void aBodyWithNothingElseIsKeptInTheOctetsOfTheContentStore() {
        var alone = envelope("anna@b.example", List.of(), List.of(), List.of(), null);

        assertThat(LoggedBody.json(alone, STORED)).isSameAs(STORED);
        assertThat(Json.read(STORED, LoggedBody.class).body()).isEqualTo(BODY);
    }

    @ParameterizedTest
    @MethodSource("withMore")
    void whatTheEntryLacksToSendItAgainGoesWithTheBody(Envelope envelope) {
        var kept = Json.read(LoggedBody.json(envelope, STORED), LoggedBody.class);

        assertThat(kept.body()).isEqualTo(BODY);
        assertThat(kept.replyTo()).isEqualTo(envelope.replyTo());
        assertThat(kept.headers()).isEqualTo(envelope.headers());
        assertThat(kept.unsubscribeUrl()).isEqualTo(envelope.unsubscribeUrl());
        assertThat(kept.attachments()).isEqualTo(envelope.attachments().isEmpty() ? null : 1);
        Mailbox to = envelope.recipients().getFirst().mailbox();
        assertThat(kept.recipients()).isEqualTo(to.name().isEmpty() ? List.of() : List.of(to));
    }

    private static Envelope envelope(
            String to,
            List<Mailbox> replies,
            List<Header> headers,
            List<AttachmentInfo> attachments,
            @Nullable URI unsubscribe) {
        return new Envelope(
                MessageId.mint(AT),
                new SiteId("shop"),
                Mailbox.of("shop@s.example"),
                replies,
                List.of(new Recipient(0, RecipientField.TO, Mailbox.of(to))),
                "Hello",
                headers,
                attachments,
                AT,
                unsubscribe);
    }
}
