package io.asteris.dispatcher.mime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;

/** Reads parts of a parsed message. */
final class MimeReading {
    private MimeReading() {}

    static byte[] octets(Entity part) {
        try (var in = ((SingleBody) part.getBody()).getInputStream()) {
            return in.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static String text(Entity part) {
        return new String(octets(part), StandardCharsets.UTF_8);
    }

    /** The tree of types: {@code mixed(text/plain image/png)}. */
    static String outline(Body body) {
        var multipart = (Multipart) body;
        return multipart.getBodyParts().stream()
                .map(part -> part.getBody() instanceof Multipart inner ? outline(inner) : part.getMimeType())
                .collect(Collectors.joining(" ", multipart.getSubType() + "(", ")"));
    }

    /** The first part of that type, at whatever depth. */
    static Entity find(Body body, String type) {
        for (Entity part : ((Multipart) body).getBodyParts()) {
            if (part.getMimeType().equals(type)) {
                return part;
            }
            if (part.getBody() instanceof Multipart inner && outline(inner).contains(type)) {
                return find(inner, type);
            }
        }
        throw new AssertionError("no part of type " + type);
    }
}
