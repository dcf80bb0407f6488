package io.asteris.local.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.message.DefaultBodyDescriptorBuilder;
import org.apache.james.mime4j.message.MaximalBodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.jspecify.annotations.Nullable;

/** A message with large attachments, written as a request and recognised in what arrived; neither is ever held whole. */
final class LargeMail {
    /** A multiple of three, so that pieces of base64 join without padding. */
    private static final int PIECE = 3 * 16_384;

    private static final int MEGABYTE = 1024 * 1024;
    private static final List<Part> PARTS = List.of(
            new Part("archive.bin", "application/octet-stream", null, 12 * MEGABYTE),
            new Part("Übersicht für März – 日本.pdf", "application/pdf", null, 7 * MEGABYTE),
            new Part("größe.png", "image/png", "logo@asteris", MEGABYTE));

    private LargeMail() {}

    /** An attachment to be made; its octets follow from its size and name. */
    private record Part(
            String filename, String type, @Nullable String contentId, int size) {
        private Random octets() {
            return new Random(filename.hashCode());
        }
    }

    /**
     * An attachment as it is expected, or as it arrived.
     *
     * @param sha256 of its decoded octets, in hexadecimal
     */
    record Attachment(String filename, String contentId, long size, String sha256) {}

    /** Writes the body of a {@code POST /send} into that file, and says what must arrive. */
    static List<Attachment> writeRequest(Path file, String subject) throws IOException {
        List<Attachment> expected = new ArrayList<>();
        try (OutputStream out = Files.newOutputStream(file)) {
            write(out, "{\"to\":\"anna@example.com\",\"subject\":\"" + subject + "\",");
            write(out, "\"html\":\"<p>Look: <img src='cid:logo@asteris'></p>\",\"attachments\":[");
            for (Part part : PARTS) {
                write(out, (expected.isEmpty() ? "" : ",") + "{\"filename\":\"" + part.filename() + "\",");
                write(out, "\"content_type\":\"" + part.type() + "\",");
                write(out, part.contentId() == null ? "" : "\"content_id\":\"" + part.contentId() + "\",");
                write(out, "\"content\":\"");
                expected.add(writeContent(out, part));
                write(out, "\"}");
            }
            write(out, "]}");
        }
        return expected;
    }

    /** Reads the named parts of a MIME message. */
    static List<Attachment> read(Path message) throws IOException {
        List<Attachment> arrived = new ArrayList<>();
        var stream = new MimeTokenStream(MimeConfig.PERMISSIVE, new DefaultBodyDescriptorBuilder());
        try (InputStream in = Files.newInputStream(message)) {
            stream.parse(in);
            for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
                if (state == EntityState.T_BODY
                        && stream.getBodyDescriptor() instanceof MaximalBodyDescriptor part
                        && part.getContentDispositionFilename() != null) {
                    arrived.add(attachment(part, stream.getDecodedInputStream()));
                }
            }
        } catch (MimeException broken) {
            throw new IOException("what arrived is no MIME message", broken);
        }
        return arrived;
    }

    private static Attachment writeContent(OutputStream out, Part part) throws IOException {
        MessageDigest digest = sha256();
        Random octets = part.octets();
        for (int left = part.size(); left > 0; left -= PIECE) {
            byte[] piece = new byte[Math.min(left, PIECE)];
            octets.nextBytes(piece);
            digest.update(piece);
            out.write(Base64.getEncoder().encode(piece));
        }
        return new Attachment(
                part.filename(), Objects.requireNonNullElse(part.contentId(), ""), part.size(), hex(digest));
    }

    private static Attachment attachment(MaximalBodyDescriptor part, InputStream content) throws IOException {
        MessageDigest digest = sha256();
        long size = new DigestInputStream(content, digest).transferTo(OutputStream.nullOutputStream());
        String contentId = Objects.requireNonNullElse(part.getContentId(), "").replaceAll("[<>]", "");
        return new Attachment(part.getContentDispositionFilename(), contentId, size, hex(digest));
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
