package io.asteris.gateway.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.asteris.contract.content.AttachmentInfo;
import java.io.IOException;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the attachments of one message; their octets go from base64 straight into bytes. */
final class AttachmentFields {
    static final int MAX_ATTACHMENTS = 100;
    static final int MAX_NAME_OCTETS = 255;
    private static final int MAX_TYPE_OCTETS = 255;
    private static final String DEFAULT_TYPE = "application/octet-stream";

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    /** RFC 2045 5.1: type, subtype and parameters. */
    private static final Pattern MEDIA_TYPE = Pattern.compile(
            TOKEN + "/" + TOKEN + "(?:\\s*;\\s*" + TOKEN + "=(?:" + TOKEN + "|\"[^\"\\\\\\x00-\\x1f\\x7f]*\"))*");

    /** What can stand between the angle brackets of a Content-ID (RFC 2392, RFC 5322 3.6.4) without quoting. */
    private static final Pattern CONTENT_ID = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.@-]{1,255}");

    private final JsonParser parser;
    private final JsonValues values;
    private final Findings findings;
    private final DecodedSize size;
    private final byte[] source;

    private final List<Attachment> attachments = new ArrayList<>();
    private final Set<String> contentIds = new HashSet<>();

    AttachmentFields(JsonParser parser, JsonValues values, Findings findings, DecodedSize size, byte[] source) {
        this.parser = parser;
        this.values = values;
        this.findings = findings;
        this.size = size;
        this.source = source;
    }

    void read(String pointer) throws IOException {
        values.elements(pointer, MAX_ATTACHMENTS, (place, name, index) -> attachment(place));
    }

    private void attachment(String pointer) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            findings.add(pointer, "an object is expected here");
            parser.skipChildren();
            return;
        }
        var parts = new Parts();
        values.members(pointer, 16, (place, name, index) -> member(parts, place, name));
        String filename = parts.filename;
        byte[] content = parts.content;
        if (filename == null) {
            findings.add(pointer + "/filename", "an attachment needs a file name");
        }
        if (content == null) {
            if (!parts.contentRefused) {
                findings.add(pointer + "/content", "an attachment needs its content as base64");
            }
            return;
        }
        if (filename != null) {
            var info = new AttachmentInfo(
                    attachments.size() + 1, filename, parts.type(filename), parts.contentId, content.length);
            attachments.add(new Attachment(info, content));
        }
    }

    private void member(Parts parts, String pointer, String name) throws IOException {
        switch (name) {
            case "filename" -> parts.filename = filename(pointer);
            case "content" -> content(parts, pointer);
            case "content_type" -> parts.contentType = contentType(pointer);
            case "content_id" -> parts.contentId = contentId(pointer);
            default -> values.unknown(pointer);
        }
    }

    private @Nullable String filename(String pointer) throws IOException {
        String text = values.text(pointer);
        if (text == null || text.isBlank()) {
            return null;
        }
        // A refused name still counts as given; the placeholder never leaves, because a finding ends the request.
        return Texts.header(findings, pointer, text, MAX_NAME_OCTETS) ? text : "refused";
    }

    private void content(Parts parts, String pointer) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parts.contentRefused = true;
            values.text(pointer);
            return;
        }
        byte[] content = Base64Content.read(parser, source);
        if (content == null) {
            parts.contentRefused = true;
            findings.add(pointer, "the content is not valid base64 (RFC 4648 4)");
        } else {
            size.add(content.length);
        }
        parts.content = content;
    }

    private @Nullable String contentType(String pointer) throws IOException {
        String text = values.text(pointer);
        if (text == null || text.isBlank() || !Texts.header(findings, pointer, text, MAX_TYPE_OCTETS)) {
            return null;
        }
        if (!MEDIA_TYPE.matcher(text).matches()) {
            findings.add(pointer, "a content type has the form type/subtype, such as image/png");
            return null;
        }
        if (text.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            findings.add(
                    pointer, "a multipart type cannot be attached, because base64 may not encode it (RFC 2045 6.4)");
            return null;
        }
        return text;
    }

    private @Nullable String contentId(String pointer) throws IOException {
        String text = values.text(pointer);
        if (text == null || text.isEmpty()) {
            return null;
        }
        String id = text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
        if (!CONTENT_ID.matcher(id).matches()) {
            findings.add(pointer, "a content id has 1 to 255 letters, digits and .@_- without spaces");
            return null;
        }
        if (!contentIds.add(id)) {
            findings.add(pointer, "another attachment has the same content id");
        }
        return id;
    }

    List<Attachment> attachments() {
        return attachments;
    }

    /** What of one attachment has been read so far. */
    private static final class Parts {
        private @Nullable String filename;
        private @Nullable String contentType;
        private @Nullable String contentId;
        private byte @Nullable [] content;
        private boolean contentRefused;

        private String type(String name) {
            if (contentType != null) {
                return contentType;
            }
            String guess = URLConnection.guessContentTypeFromName(name);
            return guess == null ? DEFAULT_TYPE : guess;
        }
    }
}
