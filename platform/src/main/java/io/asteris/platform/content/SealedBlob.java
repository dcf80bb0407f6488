package io.asteris.platform.content;

/**
 * A blob as it is stored.
 *
 * @param sealed what {@link SiteSealer#seal} made; nobody changes it afterwards
 */
// Compared nowhere, and up to 25 MB: a copy per blob would be the most expensive thing on the accept path.
@SuppressWarnings("ArrayRecordComponent")
public record SealedBlob(BlobId id, byte[] sealed) {
    /** Says how large it is, not what is in it. */
    @Override
    public String toString() {
        return "SealedBlob[" + id + ", octets=" + sealed.length + "]";
    }
}
