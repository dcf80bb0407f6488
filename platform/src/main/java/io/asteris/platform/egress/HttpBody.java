package io.asteris.platform.egress;

import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * A request's body of known length, made while it is sent: nobody holds all of a large one. Reading must not block, for it is done
 * on an event loop, piece by piece as the other side takes them.
 */
public interface HttpBody {
    /** No body. */
    HttpBody NONE = of(Buffer.buffer());

    /** Octets of the whole. */
    long size();

    /** The body from its start; a piece is at most some ten kilobytes and never changed by the reader. */
    Iterator<Buffer> open();

    /** A body held in one small buffer. */
    static HttpBody of(Buffer whole) {
        return new HttpBody() {
            @Override
            public long size() {
                return whole.length();
            }

            @Override
            public Iterator<Buffer> open() {
                return whole.length() == 0
                        ? Collections.emptyIterator()
                        : List.of(whole).iterator();
            }
        };
    }

    /** A body of text, in UTF-8. */
    static HttpBody of(String whole) {
        return of(Buffer.buffer(whole));
    }
}
