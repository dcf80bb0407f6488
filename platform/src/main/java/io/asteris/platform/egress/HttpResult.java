package io.asteris.platform.egress;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What came of a call; there is no third way. */
public sealed interface HttpResult {
    /**
     * The other side answered, whatever it said. A redirect is an answer like any other.
     *
     * @param headers by lower-case name; of a repeated one the first value
     * @param body its first 64 KiB, and less when it broke off
     * @param whole whether that is all of it
     */
    record Answered(int status, Map<String, String> headers, Buffer body, boolean whole) implements HttpResult {
        public Answered {
            headers = Map.copyOf(headers);
        }

        /** The value of a header. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        /** The body as UTF-8. */
        public String text() {
            return body.toString();
        }

        /** Whether the status is one of success. */
        public boolean isSuccess() {
            return status / 100 == 2;
        }

        @Override
        public String toString() {
            return "answer " + status + " of " + body.length() + " octets";
        }
    }

    /**
     * No answer came.
     *
     * @param mayHaveArrived whether all of the request was handed to the network, so that the other side may have acted on it; a
     *     request that broke off before its declared end cannot be acted on
     * @param words what went wrong, for the owner of the site; no header, query or body
     */
    record Failed(Trouble trouble, boolean mayHaveArrived, String words) implements HttpResult {}

    /** What can go wrong. */
    enum Trouble {
        /** The rules of egress forbid the target; nobody was asked. */
        FORBIDDEN,
        /** The host name could not be looked up. */
        NAME,
        /** No connection came about. */
        CONNECT,
        /** The certificate, or the other side's idea of TLS, is not acceptable. */
        TLS,
        /** The answer did not come in time. */
        TIME_OUT,
        /** The connection broke. */
        DROPPED,
        /** What came was no HTTP. */
        PROTOCOL
    }
}
