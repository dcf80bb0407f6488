package io.asteris.dispatcher.mime;

import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.Envelope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Header;
import org.apache.james.mime4j.field.Fields;
import org.apache.james.mime4j.message.BodyPart;
import org.apache.james.mime4j.message.HeaderImpl;
import org.apache.james.mime4j.message.MessageImpl;
import org.apache.james.mime4j.message.MultipartImpl;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.NameValuePair;

/**
 * Arranges the parts of a message as mail programs expect them:
 *
 * <pre>
 * mixed                      only with attachments
 * ├ alternative              only with HTML
 * │ ├ text/plain
 * │ └ related                only with inline images
 * │   ├ text/html
 * │   └ image, inline …
 * └ attachment …
 * </pre>
 */
final class PartTree {
    private final Envelope envelope;
    private final Body body;
    private final List<byte[]> attachments;
    private final String digest;
    private int boundaries;

    private PartTree(Envelope envelope, Body body, List<byte[]> attachments) {
        this.envelope = envelope;
        this.body = body;
        this.attachments = attachments;
        this.digest = digest(envelope, body);
    }

    /** Makes boundaries that are the same on every attempt, and that no text can hold because they depend on all of it. */
    private static String digest(Envelope envelope, Body body) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            for (String text : new String[] {envelope.message().text(), body.text(), body.html()}) {
                sha256.update((text == null ? "" : text).getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
            }
            return HexFormat.of().formatHex(sha256.digest(), 0, 16);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java has no SHA-256", missing);
        }
    }

    /** Makes the tree and hangs it into the message, below its headers. */
    static void fill(MessageImpl message, Header headers, Envelope envelope, Body body, List<byte[]> attachments) {
        BodyPart top = new PartTree(envelope, body, attachments).top();
        for (Field field : top.getHeader().getFields()) {
            headers.addField(field);
        }
        message.setHeader(headers);
        message.setBody(top.removeBody());
    }

    private BodyPart top() {
        List<BodyPart> attached = parts(false);
        BodyPart text = text();
        if (attached.isEmpty()) {
            return text;
        }
        var all = new ArrayList<BodyPart>();
        all.add(text);
        all.addAll(attached);
        return multipart("mixed", all);
    }

    private BodyPart text() {
        String html = body.html();
        if (html == null) {
            return TextPart.of("plain", body.text() == null ? "" : body.text());
        }
        String plain = body.text() == null ? PlainText.of(html) : body.text();
        return multipart("alternative", List.of(TextPart.of("plain", plain), html(html)));
    }

    private BodyPart html(String html) {
        List<BodyPart> images = parts(true);
        BodyPart text = TextPart.of("html", html);
        if (images.isEmpty()) {
            return text;
        }
        var all = new ArrayList<BodyPart>();
        all.add(text);
        all.addAll(images);
        return multipart("related", all);
    }

    private List<BodyPart> parts(boolean inline) {
        var parts = new ArrayList<BodyPart>();
        for (int i = 0; i < attachments.size(); i++) {
            AttachmentInfo info = envelope.attachments().get(i);
            if (isInline(info) == inline) {
                parts.add(AttachmentPart.of(info, attachments.get(i), inline));
            }
        }
        return parts;
    }

    /** Without HTML nothing can refer to it. */
    private boolean isInline(AttachmentInfo info) {
        return info.contentId() != null && body.html() != null;
    }

    private BodyPart multipart(String subtype, List<BodyPart> parts) {
        String boundary = "=_" + ++boundaries + "_" + digest;
        var multipart = new MultipartImpl(subtype);
        for (Entity part : parts) {
            multipart.addBodyPart(part);
        }
        var whole = new BodyPart();
        whole.setHeader(new HeaderImpl());
        whole.getHeader().addField(Fields.contentType("multipart/" + subtype, new NameValuePair("boundary", boundary)));
        whole.setBody(multipart);
        return whole;
    }
}
