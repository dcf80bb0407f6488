package io.asteris.log.body;

import io.asteris.log.body.BodyStore.Kept;
import io.asteris.log.pack.Dictionary;
import org.jspecify.annotations.Nullable;

/** A body as its blob had it, still packed: what it says may be a thousand times as long. */
public final class StoredBody {
    private final byte[] packed;
    private final @Nullable Dictionary with;
    private final boolean masked;

    /**
     * @param with the dictionary of its site that it is packed with; absent where that is the general one
     * @param masked whether secrets in it were masked
     */
    StoredBody(byte[] packed, @Nullable Dictionary with, boolean masked) {
        this.packed = packed;
        this.with = with;
        this.masked = masked;
    }

    /** How many octets it has when it is read. */
    public int length() {
        return PackedBody.length(packed);
    }

    /** What it says. */
    public Kept read() {
        return new Kept(PackedBody.unpack(packed, with), masked);
    }
}
