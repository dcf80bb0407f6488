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

/**
 * Packs JSON of one kind with Zstandard (RFC 8878) and a dictionary that was trained on such JSON: alone, a text of 2 KB shrinks
 * to half, with it to a third or less. A frame names its dictionary, so an old one stays readable as long as its file is here;
 * what does not shrink stays JSON.
 */
public final class Dictionary {
    /** For the bodies of mail. */
    public static final Dictionary BODIES = new Dictionary("bodies-1.zdict");

    /** For the facts of an entry. */
    public static final Dictionary FACTS = new Dictionary("facts-1.zdict");

    /** Costs about as much as level 1 on so short a text, and gives some per cent more. */
    private static final int LEVEL = 3;

    private static final byte JSON = '{';
    private static final int LONGEST = 64 * 1024 * 1024;

    private final ThreadLocal<ZstdCompressCtx> compressors;
    private final ThreadLocal<ZstdDecompressCtx> decompressors;

    private Dictionary(String file) {
        byte[] octets = read(file);
        var compress = new ZstdDictCompress(octets, LEVEL);
        var decompress = new ZstdDictDecompress(octets);
        // Contexts are kept by the few threads that fold and read; each is some hundred KB that are not made anew a
        // row.
        compressors = ThreadLocal.withInitial(
                () -> new ZstdCompressCtx().setChecksum(false).loadDict(compress));
        decompressors = ThreadLocal.withInitial(() -> new ZstdDecompressCtx().loadDict(decompress));
    }

    /** The shorter of the JSON and its packed form. */
    public byte[] pack(byte[] json) {
        byte[] packed = compressors.get().compress(json);
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
        long length = Zstd.getFrameContentSize(packed);
        if (length < 0 || length > LONGEST) {
            throw new IllegalArgumentException("not packed, or longer than it may be");
        }
        try {
            return decompressors.get().decompress(packed, (int) length);
        } catch (ZstdException damaged) {
            throw new IllegalArgumentException("packed with another dictionary, or damaged", damaged);
        }
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
