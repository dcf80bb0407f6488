package io.asteris.dispatcher.provider.memory;

import io.asteris.contract.Cause;
import io.asteris.contract.Mailbox;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Header;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.dispatcher.mime.MessageRenderer;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.ProviderContract.Ordered;
import io.asteris.dispatcher.provider.SeenMail;
import io.asteris.dispatcher.provider.SeenMail.File;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** The in-memory twin of a provider: takes messages, keeps them decoded, and answers what it is told to. */
public final class MemoryProvider implements Provider {
    private final List<SeenMail> kept = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Cause always;

    /** One that takes everything. */
    public MemoryProvider() {
        this(Cause.RECIPIENT);
    }

    private MemoryProvider(Cause always) {
        this.always = always;
    }

    /** One that never takes anything, for that cause. */
    public static MemoryProvider shut(Cause cause) {
        return new MemoryProvider(cause);
    }

    /** The answer to the next message. */
    public void next(Ordered order) {
        answers.add(
                switch (order) {
                    case REFUSE -> Answer.Refused.message(Said.ours("no"));
                    case LATER -> Answer.NotTaken.of(Cause.TRANSIENT, Said.ours("later"));
                    case LOSE -> Answer.Unknown.of(Said.ours("gone"));
                });
    }

    /** Everything that it was given. */
    public List<SeenMail> kept() {
        return List.copyOf(kept);
    }

    @Override
    public Uni<Answer> send(Outgoing message) {
        return Uni.createFrom().item(() -> {
            if (isShut()) {
                return Answer.NotTaken.of(always, Said.ours("shut"));
            }
            kept.add(read(message));
            return Objects.requireNonNullElseGet(
                    answers.poll(),
                    () -> new Answer.Taken(Said.ours("kept"), "memory-" + kept.size(), false, List.of()));
        });
    }

    @Override
    public Uni<Check> check() {
        return Uni.createFrom()
                .item(new Check(!isShut(), isShut() ? "This memory is shut." : "This memory keeps mail."));
    }

    private boolean isShut() {
        return always != Cause.RECIPIENT;
    }

    private static SeenMail read(Outgoing message) {
        var envelope = message.envelope();
        Map<String, String> headers = new HashMap<>(Map.of("message-id", MessageRenderer.messageId(envelope)));
        for (Header header : envelope.headers()) {
            headers.put(header.name().toLowerCase(Locale.ROOT), header.value());
        }
        URI unsubscribe = envelope.unsubscribeUrl();
        if (unsubscribe != null) {
            headers.put("list-unsubscribe", "<" + unsubscribe + ">");
            headers.put("list-unsubscribe-post", "List-Unsubscribe=One-Click");
        }
        return new SeenMail(
                text(envelope.from()),
                envelope.replyTo().stream().map(MemoryProvider::text).toList(),
                texts(message, RecipientField.TO),
                texts(message, RecipientField.CC),
                texts(message, RecipientField.BCC),
                envelope.subject(),
                Objects.requireNonNullElse(message.body().text(), ""),
                Objects.requireNonNullElse(message.body().html(), ""),
                headers,
                IntStream.range(0, message.attachments().size())
                        .mapToObj(i -> file(message, i))
                        .toList(),
                envelope.message().text());
    }

    private static File file(Outgoing message, int i) {
        var info = message.envelope().attachments().get(i);
        String contentId = message.isInline(info) ? Objects.requireNonNull(info.contentId()) : "";
        return File.of(info.filename(), contentId, message.attachments().get(i));
    }

    private static List<String> texts(Outgoing message, RecipientField field) {
        return message.owed(field).stream().map(MemoryProvider::text).toList();
    }

    private static String text(Mailbox mailbox) {
        return SeenMail.mailbox(mailbox.name(), mailbox.address().text());
    }
}
