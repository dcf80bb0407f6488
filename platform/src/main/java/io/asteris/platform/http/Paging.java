package io.asteris.platform.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** The two parameters of every list, {@code limit} and {@code cursor}, and the link to the next page (RFC 8288). */
public final class Paging {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private Paging() {}

    /**
     * The page size asked for; 50 when none is.
     *
     * @throws ProblemException {@code 422} when it is not a number from 1 to 200
     */
    public static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the one answer for every bad limit.
        }
        throw ProblemException.invalid("?limit", "limit is a number from 1 to 200");
    }

    /** The answer with that page, and with the link where more may follow. */
    public static <T> Response answer(Page<T> page, UriInfo uri) {
        var answer = Response.ok(page);
        if (page.nextCursor() != null) {
            // Relative, because behind a front door the host that we see is not the one that the client sees.
            String query = uri.getRequestUriBuilder()
                    .replaceQueryParam("cursor", page.nextCursor())
                    .build()
                    .getRawQuery();
            answer.header(HttpHeaders.LINK, "<" + uri.getRequestUri().getRawPath() + "?" + query + ">; rel=\"next\"");
        }
        return answer.build();
    }
}
