package io.asteris.local.inbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jboss.logging.Logger;

/**
 * The file of all messages, only ever appended to. A record is a mark, the lengths of head and content, a checksum over
 * both, the head (JSON: envelope, subject, time) and the content. It is in the hands of the operating system when an
 * append returns, so it outlives a kill of this process; what a kill cut in the middle is cut off at the next open.
 */
final class MailLog implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MailLog.class);
    private static final int MARK = 0x41_4D_53_47;
    private static final int PREAMBLE = 16;
    private static final int HEAD_LIMIT = 1 << 20;
    private static final int READ_BUFFER = 1 << 18;

    private final FileChannel channel;
    private long end;
    private long count;

    private MailLog(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens or makes it; {@code found} gets what it holds, oldest first. */
    static MailLog open(Path file, List<KeptMessage> found) throws IOException {
        Files.createDirectories(file.getParent());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        MailLog log = new MailLog(channel);
        log.recover(found);
        return log;
    }

    /** Appends messages with one write, if the system allows; all or none of them are in the file then. */
    List<KeptMessage> append(List<NewMessage> messages) throws IOException {
        List<ByteBuffer> buffers = new ArrayList<>();
        List<KeptMessage> kept = new ArrayList<>();
        long position = end;
        for (NewMessage message : messages) {
            byte[] head = head(message);
            buffers.add(preamble(head, message.content()));
            buffers.add(ByteBuffer.wrap(head));
            buffers.add(ByteBuffer.wrap(message.content()));
            position += PREAMBLE + head.length;
            kept.add(new KeptMessage(
                    count + kept.size() + 1,
                    message.envelope(),
                    message.subject(),
                    message.receivedAt(),
                    position,
                    message.content().length));
            position += message.content().length;
        }
        write(buffers);
        end = position;
        count += kept.size();
        return kept;
    }

    /** The content of a message this log gave out. */
    byte[] read(KeptMessage message) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(message.size());
        while (content.hasRemaining()) {
            if (channel.read(content, message.position() + content.position()) < 0) {
                throw new EOFException("The file ends inside message " + message.id());
            }
        }
        return content.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void write(List<ByteBuffer> buffers) throws IOException {
        ByteBuffer[] all = buffers.toArray(ByteBuffer[]::new);
        channel.position(end);
        try {
            while (hasRemaining(all)) {
                channel.write(all);
            }
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
    }

    private static boolean hasRemaining(ByteBuffer[] buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    private static ByteBuffer preamble(byte[] head, byte[] content) {
        return ByteBuffer.allocate(PREAMBLE)
                .putInt(MARK)
                .putInt(head.length)
                .putInt(content.length)
                .putInt(checksum(head, content))
                .flip();
    }

    private static int checksum(byte[] head, byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(head, 0, head.length);
        checksum.update(content, 0, content.length);
        return (int) checksum.getValue();
    }

    private static byte[] head(NewMessage message) {
        return new JsonObject()
                .put("from", message.envelope().from())
                .put("to", new JsonArray(message.envelope().to()))
                .put("subject", message.subject())
                .put("received_at", message.receivedAt().toString())
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }

    private void recover(List<KeptMessage> found) throws IOException {
        channel.position(0);
        // Not closed: that would close the channel.
        DataInputStream in =
                new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), READ_BUFFER));
        long size = channel.size();
        while (end < size && recoverOne(in, size, found)) {
            count++;
        }
        if (end < size) {
            LOG.warnf("Inbox file was cut behind its last whole message cut=%d messages=%d", size - end, count);
            channel.truncate(end);
        }
    }

    private boolean recoverOne(DataInputStream in, long size, List<KeptMessage> found) throws IOException {
        if (size - end < PREAMBLE || in.readInt() != MARK) {
            return false;
        }
        int headLength = in.readInt();
        int contentLength = in.readInt();
        int checksum = in.readInt();
        boolean fits = headLength > 0
                && headLength <= HEAD_LIMIT
                && contentLength >= 0
                && end + PREAMBLE + headLength + contentLength <= size;
        if (!fits) {
            return false;
        }
        byte[] head = in.readNBytes(headLength);
        byte[] content = in.readNBytes(contentLength);
        if (checksum(head, content) != checksum) {
            return false;
        }
        long position = end + PREAMBLE + headLength;
        found.add(kept(count + 1, new JsonObject(new String(head, StandardCharsets.UTF_8)), position, contentLength));
        end = position + contentLength;
        return true;
    }

    private static KeptMessage kept(long number, JsonObject head, long position, int size) {
        List<String> to =
                head.getJsonArray("to").stream().map(String.class::cast).toList();
        return new KeptMessage(
                number,
                new Envelope(head.getString("from"), to),
                head.getString("subject"),
                Instant.parse(head.getString("received_at")),
                position,
                size);
    }
}
