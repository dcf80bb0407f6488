package io.asteris.dispatcher.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.message.DefaultMessageWriter;

/**
 * Lets the library write a message but leaves attachments out of its hands: what it writes becomes finished segments, and
 * between them stand the attachments, to be encoded when they are sent. So a large attachment is held once.
 */
final class SegmentWriter extends DefaultMessageWriter {
    private final List<Segment> segments = new ArrayList<>();
    private final ByteArrayOutputStream finished = new ByteArrayOutputStream(4 * 1024);

    private SegmentWriter() {}

    /** The whole message in order. */
    static List<Segment> write(Message message) {
        var writer = new SegmentWriter();
        try {
            writer.writeMessage(message, writer.finished);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        writer.endSegment();
        return List.copyOf(writer.segments);
    }

    @Override
    public void writeEntity(Entity entity, OutputStream out) throws IOException {
        if (entity.getBody() instanceof AttachmentPart.Octets attachment) {
            writeHeader(entity.getHeader(), out);
            endSegment();
            segments.add(new Segment.InBase64(attachment.octets()));
        } else {
            super.writeEntity(entity, out);
        }
    }

    private void endSegment() {
        if (finished.size() > 0) {
            segments.add(new Segment.Finished(finished.toByteArray()));
            finished.reset();
        }
    }
}
