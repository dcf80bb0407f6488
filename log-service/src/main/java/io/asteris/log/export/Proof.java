package io.asteris.log.export;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts the rows of a file and digests its octets while it is made. */
final class Proof {
    private final String filter;
    private final MessageDigest digest;
    private long rows;

    Proof(String filter) {
        this.filter = filter;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JDK lacks SHA-256", missing);
        }
    }

    /** Covers a piece of the file, and gives it back. */
    byte[] covering(byte[] piece) {
        digest.update(piece);
        return piece;
    }

    /** Counts rows; gives the number of the first of them. */
    long count(int more) {
        long first = rows;
        rows += more;
        return first;
    }

    /** What holds so far. */
    Summary summary() {
        try {
            return new Summary(rows, filter, HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest()));
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", impossible);
        }
    }
}
