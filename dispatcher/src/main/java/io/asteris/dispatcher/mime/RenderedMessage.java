package io.asteris.dispatcher.mime;

import io.asteris.dispatcher.smtp.MessageSource;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A message as octets, readable again and again; attachments are encoded while it is read. */
public final class RenderedMessage implements MessageSource {
    private final List<Segment> segments;
    private final @Nullable Supplier<RenderedMessage> smtpUtf8;

    /** @param smtpUtf8 makes the form with UTF-8 addresses; null when it would be the same */
    RenderedMessage(List<Segment> segments, @Nullable Supplier<RenderedMessage> smtpUtf8) {
        this.segments = List.copyOf(segments);
        this.smtpUtf8 = smtpUtf8;
    }

    @Override
    public long size() {
        return segments.stream().mapToLong(Segment::size).sum();
    }

    @Override
    public MessageSource asSmtpUtf8() {
        return smtpUtf8 == null ? this : smtpUtf8.get();
    }

    @Override
    public Iterator<Buffer> open() {
        Iterator<Segment> rest = segments.iterator();
        return new Iterator<>() {
            private Iterator<Buffer> pieces = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                while (!pieces.hasNext() && rest.hasNext()) {
                    pieces = rest.next().pieces();
                }
                return pieces.hasNext();
            }

            @Override
            public Buffer next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return pieces.next();
            }
        };
    }

    /** Writes the whole message, piece by piece. */
    public void writeTo(OutputStream out) throws IOException {
        for (Iterator<Buffer> pieces = open(); pieces.hasNext(); ) {
            out.write(pieces.next().getBytes());
        }
    }

    @Override
    public String toString() {
        return "message of " + size() + " octets";
    }
}
