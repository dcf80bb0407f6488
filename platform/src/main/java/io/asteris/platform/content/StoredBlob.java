package io.asteris.platform.content;

/**
 * A blob as it was read and opened.
 *
 * @param content in clear; the reader owns it
 */
// Compared nowhere, and up to 25 MB: no copies.
@SuppressWarnings("ArrayRecordComponent")
public record StoredBlob(BlobId id, byte[] content) {
    /** Says how large it is, not what is in it. */
    @Override
    public String toString() {
        return "StoredBlob[" + id + ", octets=" + content.length + "]";
    }
}
