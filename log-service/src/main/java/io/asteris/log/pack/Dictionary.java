package io.asteris.log.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Packs JSON of one kind with Zstandard (RFC 8878) and a dictionary of what such JSON has in common: alone, a text of 2 KB shrinks
 * to half, with it to a third or less. Of the dictionaries that come with the service a frame names the one that it needs, so an old
 * one stays readable as long as its file is here; of any other somebody has to know it. What does not shrink stays JSON.
 */
public final class Dictionary {
    /** Costs about as much as level 1 on so short a text, and gives some per cent more. */
    private static final int LEVEL = 3;

    private static final byte JSON = '{';
    private static final int LONGEST = 64 * 1024 * 1024;

    // Contexts are kept by the few threads that fold and read; each is some hundred KB that are not made anew a row.
    private static final ThreadLocal<ZstdCompressCtx> COMPRESSORS =
            ThreadLocal.withInitial(() -> new ZstdCompressCtx().setChecksum(false));

    private static final ThreadLocal<ZstdDecompressCtx> DECOMPRESSORS = ThreadLocal.withInitial(ZstdDecompressCtx::new);

    /** For the bodies of mail. */
    public static final Dictionary BODIES = new Dictionary(read("bodies-1.zdict"));

    private final Supplier<ZstdDictCompress> compress;
    private final Supplier<ZstdDictDecompress> decompress;

    private Dictionary(byte[] octets) {
        // Their tables are large, and an old dictionary is only read with.
        compress = new Once<>(() -> new ZstdDictCompress(octets, LEVEL));
        decompress = new Once<>(() -> new ZstdDictDecompress(octets));
    }

    /** A dictionary of these octets, which nobody changes afterwards. */
    public static Dictionary of(byte[] octets) {
        return new Dictionary(octets);
    }

    /** The shorter of the JSON and its packed form. */
    public byte[] pack(byte[] json) {
        byte[] packed = COMPRESSORS.get().loadDict(compress.get()).compress(json);
        return packed.length < json.length ? packed : json;
    }

    /**
     * The JSON again.
     *
     * @throws IllegalArgumentException when it is no JSON and not packed with this dictionary
     */
    public byte[] unpack(byte[] packed) {
        if (packed.length > 0 && packed[0] == JSON) {
            return packed;
        }
        int length = length(packed, 0);
        try {
            return DECOMPRESSORS.get().loadDict(decompress.get()).decompress(packed, length);
        } catch (ZstdException damaged) {
            throw new IllegalArgumentException("packed with another dictionary, or damaged", damaged);
        }
    }

    /**
     * How many octets of JSON there will be.
     *
     * @param from where what was packed begins
     * @throws IllegalArgumentException when it is neither JSON nor packed
     */
    public static int length(byte[] packed, int from) {
        int octets = packed.length - from;
        if (octets > 0 && packed[from] == JSON) {
            return octets;
        }
        long length = Zstd.getFrameContentSize(packed, from, octets);
        if (length < 0 || length > LONGEST) {
            throw new IllegalArgumentException("not packed, or longer than it may be");
        }
        return (int) length;
    }

    private static byte[] read(String file) {
        try (InputStream octets =
                Objects.requireNonNull(Dictionary.class.getResourceAsStream("/dictionaries/" + file), file)) {
            return octets.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
