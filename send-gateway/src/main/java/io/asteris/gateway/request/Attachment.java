package io.asteris.gateway.request;

import io.asteris.contract.content.AttachmentInfo;

/** An attachment as it came: what is known of it, and its octets, which nobody changes from here on. */
public final class Attachment {
    private final AttachmentInfo info;
    private final byte[] content;

    Attachment(AttachmentInfo info, byte[] content) {
        this.info = info;
        this.content = content;
    }

    /** Name, type and size. */
    public AttachmentInfo info() {
        return info;
    }

    /** The octets, decoded; not a copy. */
    public byte[] content() {
        return content;
    }

    @Override
    public String toString() {
        return info.toString();
    }
}
