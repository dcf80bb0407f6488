package io.asteris.platform.http;

import io.asteris.contract.Json;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Entity tags of settings documents (RFC 9110 8.8.3), so that two people do not undo each other's changes unseen. */
public final class ETags {
    private static final int TAG_OCTETS = 12;

    private ETags() {}

    /** The document with its tag. */
    public static Response answer(Object document) {
        return Response.ok(document).tag(of(document)).build();
    }

    /** The document with a tag of a part of it: what else it tells may change without undoing anybody's change. */
    public static Response answer(Object document, Object tagged) {
        return Response.ok(document).tag(of(tagged)).build();
    }

    /**
     * Checks an {@code If-Match} header against the present document.
     *
     * @throws ProblemException {@code 412} when the header is there and does not name it
     */
    public static void check(@Nullable String ifMatch, Object present) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return;
        }
        String tag = '"' + of(present).getValue() + '"';
        for (String candidate : ifMatch.split(",", -1)) {
            if (candidate.strip().equals(tag)) {
                return;
            }
        }
        throw new ProblemException(
                ProblemType.PRECONDITION_FAILED,
                "The document is not the one that " + HttpHeaders.IF_MATCH
                        + " names; read it again and repeat your change.");
    }

    private static EntityTag of(Object document) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Json.write(document));
            byte[] kept = java.util.Arrays.copyOf(digest, TAG_OCTETS);
            return new EntityTag(Base64.getUrlEncoder().withoutPadding().encodeToString(kept));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JDK lacks SHA-256", missing);
        }
    }
}
