package io.asteris.platform.egress;

import io.asteris.platform.egress.HttpResult.Answered;
import io.asteris.platform.egress.HttpResult.Failed;
import io.asteris.platform.egress.HttpResult.Trouble;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.http.impl.HttpClientConnection;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request on its connection: writes it as the other side takes it, reads the answer, and knows how far it came. */
final class Exchange {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** RFC 9113 8.7: a stream refused with this was not processed. */
    private static final long REFUSED_STREAM = 7;

    private static final long CANCEL = 8;

    private final Vertx vertx;
    private final OutgoingHttpOptions options;
    private final HttpBody body;
    private final long end;
    private final Promise<HttpResult> result = Promise.promise();
    private final Buffer received = Buffer.buffer();
    private @Nullable HttpClientResponse response;
    private boolean written;
    private long answerTimer = -1;

    /** @param end when all must be over, as {@link System#nanoTime} counts */
    Exchange(Vertx vertx, OutgoingHttpOptions options, HttpBody body, long end) {
        this.vertx = vertx;
        this.options = options;
        this.body = body;
        this.end = end;
    }

    /** Runs on the event loop to its end. */
    Future<HttpResult> over(HttpClientRequest request) {
        long left = Math.max(1, (end - System.nanoTime()) / NANOS_PER_MILLI);
        long wholeTimer = vertx.setTimer(left, over -> tooLong(request));
        request.response().onSuccess(answer -> read(request, answer)).onFailure(this::broke);
        request.exceptionHandler(this::broke);
        if (body.size() > 0) {
            request.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(body.size()));
        }
        write(request, body.open());
        return result.future().onComplete(done -> {
            vertx.cancelTimer(wholeTimer);
            vertx.cancelTimer(answerTimer);
        });
    }

    private void write(HttpClientRequest request, Iterator<Buffer> pieces) {
        try {
            while (goesOn() && !request.writeQueueFull()) {
                Buffer piece = pieces.hasNext() ? pieces.next() : null;
                if (piece == null || !pieces.hasNext()) {
                    finish(request, piece);
                    return;
                }
                request.write(piece).onFailure(this::broke);
            }
        } catch (RuntimeException unreadable) {
            result.tryFail(unreadable);
            abandon(request);
            return;
        }
        if (goesOn()) {
            request.drainHandler(room -> write(request, pieces));
        }
    }

    private boolean goesOn() {
        return !result.future().isComplete() && response == null;
    }

    private void finish(HttpClientRequest request, @Nullable Buffer last) {
        written = true;
        Future<Void> out = last == null ? request.end() : request.end(last);
        out.onFailure(this::broke);
        answerTimer = vertx.setTimer(options.answer().toMillis(), late -> {
            if (response == null) {
                tooLong(request);
            }
        });
    }

    private void read(HttpClientRequest request, HttpClientResponse answer) {
        response = answer;
        answer.exceptionHandler(this::broke);
        answer.handler(piece -> {
            int room = OutgoingHttpOptions.MAX_BODY - received.length();
            received.appendBuffer(piece, 0, Math.min(room, piece.length()));
            if (piece.length() > room) {
                answered(answer, false);
                abandon(request);
            }
        });
        answer.endHandler(ended -> {
            answered(answer, true);
            if (!written) {
                // An answer before all was asked: the rest of the request must not be taken for another.
                abandon(request);
            }
        });
    }

    private void answered(HttpClientResponse answer, boolean whole) {
        Map<String, String> headers = new HashMap<>();
        answer.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        result.tryComplete(new Answered(answer.statusCode(), headers, received, whole));
    }

    private void tooLong(HttpClientRequest request) {
        broke(Trouble.TIME_OUT, written, "The answer did not come in time.");
        abandon(request);
    }

    /** Ends a call whose rest nobody wants; the connection of an HTTP/1 one cannot be used again. */
    private static void abandon(HttpClientRequest request) {
        boolean alone = request.version() != HttpVersion.HTTP_2;
        if (alone && request.connection() instanceof HttpClientConnection connection) {
            // reset() first waits until what was written is out, which a server that reads nothing never lets happen.
            var unused = connection.channelHandlerContext().close();
        } else {
            request.reset(CANCEL);
        }
    }

    private void broke(Throwable failure) {
        boolean refused = failure instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM;
        boolean dropped = failure instanceof HttpClosedException
                || failure instanceof StreamResetException
                || failure instanceof IOException;
        if (dropped) {
            broke(Trouble.DROPPED, written && !refused, "The connection ended before the answer.");
        } else {
            broke(Trouble.PROTOCOL, written, "The answer is no HTTP that we can read.");
        }
    }

    private void broke(Trouble trouble, boolean mayHaveArrived, String words) {
        if (response == null) {
            result.tryComplete(new Failed(trouble, mayHaveArrived, words));
        } else {
            answered(response, false);
        }
    }
}
