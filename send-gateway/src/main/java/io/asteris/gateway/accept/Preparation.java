package io.asteris.gateway.accept;

import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.MessageKind;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.gateway.request.Attachment;
import io.asteris.gateway.request.SendRequest;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Turns a request into what is stored and told of it: the parts of its content, and the announcement that gives none of it away. */
@Singleton
class Preparation {
    private final Announced announced;

    Preparation(Announced announced) {
        this.announced = announced;
    }

    /** One part of a message's content, in clear. */
    static final class Part {
        private final String name;
        private final byte[] octets;

        Part(String name, byte[] octets) {
            this.name = name;
            this.octets = octets;
        }

        String name() {
            return name;
        }

        byte[] octets() {
            return octets;
        }
    }

    /** The parts in the order envelope, body, attachments. */
    List<Part> parts(SiteId site, MessageId id, ReadyMessage ready) {
        SendRequest request = ready.request();
        var envelope = new Envelope(
                id,
                site,
                ready.sender().from(),
                ready.sender().replyTo(),
                request.recipients(),
                request.subject(),
                request.headers(),
                request.attachments().stream().map(Attachment::info).toList(),
                id.instant(),
                request.unsubscribeUrl(),
                request.tags());
        var parts = new ArrayList<Part>(2 + request.attachments().size());
        parts.add(new Part(ContentPart.ENVELOPE, Json.write(envelope)));
        parts.add(new Part(ContentPart.BODY, Json.write(request.body())));
        for (Attachment attachment : request.attachments()) {
            parts.add(new Part(ContentPart.attachment(attachment.info().n()), attachment.content()));
        }
        return parts;
    }

    MessageAccepted announcement(SiteId site, MessageId id, MessageKind kind, ReadyMessage ready) {
        SendRequest request = ready.request();
        return new MessageAccepted(
                id,
                site,
                kind,
                id.instant(),
                request.source(),
                request.tags(),
                request.metadata(),
                request.size(),
                request.attachments().size(),
                ready.sender().from().address().domain(),
                announced.recipients(site, request.recipients()),
                request.scheduledAt(),
                request.expiresAt(),
                request.provider(),
                null,
                request.onUnknown(),
                request.sensitive() ? true : null);
    }
}
