package io.asteris.platform.content;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Optional;

/** Zstandard (RFC 8878) at level 1, which costs no rate on the accept path and halves a text. */
final class Compression {
    private static final int LEVEL = 1;

    /** Below this nothing is won. */
    private static final int SHORTEST = 64;

    /** A blob that shrinks by less than a sixteenth is kept as it is, so that reading it costs nothing. */
    private static final int WORTH_ONE_IN = 16;

    private static final Spares<ZstdCompressCtx> COMPRESSORS =
            new Spares<>(() -> new ZstdCompressCtx().setLevel(LEVEL), ZstdCompressCtx::close);
    private static final Spares<ZstdDecompressCtx> DECOMPRESSORS =
            new Spares<>(ZstdDecompressCtx::new, ZstdDecompressCtx::close);

    private Compression() {}

    /**
     * Compresses into a new array.
     *
     * @return the compressed octets; empty when it is not worth it
     */
    static Optional<Compressed> compress(byte[] clear) {
        if (clear.length < SHORTEST) {
            return Optional.empty();
        }
        byte[] target = new byte[(int) Zstd.compressBound(clear.length)];
        int length = COMPRESSORS.lend(
                compressor -> compressor.compressByteArray(target, 0, target.length, clear, 0, clear.length));
        return length <= clear.length - clear.length / WORTH_ONE_IN
                ? Optional.of(new Compressed(target, length))
                : Optional.empty();
    }

    /**
     * Decompresses what must become exactly so many octets; never makes more.
     *
     * @throws IllegalArgumentException when it becomes anything else
     */
    static byte[] decompress(byte[] compressed, int length) {
        byte[] clear = new byte[length];
        try {
            int made = DECOMPRESSORS.lend(decompressor ->
                    decompressor.decompressByteArray(clear, 0, length, compressed, 0, compressed.length));
            if (made == length) {
                return clear;
            }
        } catch (ZstdException damaged) {
            throw new IllegalArgumentException("not compressed, or longer than it says", damaged);
        }
        throw new IllegalArgumentException("shorter than it says");
    }

    /** The first octets of an array. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call
    record Compressed(byte[] octets, int length) {}
}
