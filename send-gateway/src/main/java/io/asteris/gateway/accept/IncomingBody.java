package io.asteris.gateway.accept;

import io.asteris.platform.http.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One body while it arrives. Lives on its request's event loop. */
final class IncomingBody {
    private static final int FIRST_GUESS = 4 * 1024;

    /** A refused body is read on to this, so that its sender gets to see the answer instead of a broken pipe. */
    private static final long DISCARDED = 128L * 1024 * 1024;

    private final HttpServerRequest request;
    private final InFlightBudget budget;
    private final int max;
    private final CompletableFuture<HeldBody> whole = new CompletableFuture<>();

    private byte[] octets = new byte[0];
    private int length;
    private long taken;
    private long discarded;

    IncomingBody(HttpServerRequest request, InFlightBudget budget, int max) {
        this.request = request;
        this.budget = budget;
        this.max = max;
    }

    /** The length that the request announces, or -1 when it comes in chunks. */
    static long declaredLength(HttpServerRequest request) {
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return declared == null ? -1 : Long.parseLong(declared);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    /** Who stops waiting for it does not end it: what it took must still be given back. */
    CompletionStage<HeldBody> start() {
        long declared = declaredLength(request);
        if (reserve(declared >= 0 ? (int) declared : FIRST_GUESS)) {
            listen();
        }
        return whole.copy();
    }

    private void listen() {
        if (request.isEnded()) {
            complete();
            return;
        }
        request.handler(this::take);
        request.endHandler(end -> complete());
        request.exceptionHandler(this::broken);
        sayContinue();
        request.resume();
    }

    private void sayContinue() {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
    }

    private void take(Buffer chunk) {
        if (whole.isDone()) {
            return;
        }
        int needed = length + chunk.length();
        if (needed > max) {
            refuse(BodyReader.tooLarge(max));
            return;
        }
        if (needed <= octets.length || reserve(Math.max(needed, Math.min(max, 2 * octets.length)))) {
            chunk.getBytes(octets, length);
            length = needed;
        }
    }

    private boolean reserve(int capacity) {
        if (!budget.take(capacity - taken)) {
            refuse(Unavailable.noMemory());
            return false;
        }
        taken = capacity;
        octets = Arrays.copyOf(octets, capacity);
        return true;
    }

    private void complete() {
        if (!whole.isDone()) {
            byte[] exact = length == octets.length ? octets : Arrays.copyOf(octets, length);
            whole.complete(new HeldBody(exact, budget, taken));
        }
    }

    /** Ends the wait for a body that will never be whole; one that is whole does not mind. */
    void broken(Throwable cause) {
        if (!whole.isDone()) {
            giveBack();
            whole.completeExceptionally(cause);
        }
    }

    private void refuse(ProblemException problem) {
        giveBack();
        whole.completeExceptionally(problem);
        discard();
    }

    private void giveBack() {
        budget.give(taken);
        taken = 0;
        octets = new byte[0];
    }

    /** Reads the rest without keeping it. */
    void discard() {
        if (request.isEnded()) {
            return;
        }
        request.handler(chunk -> {
            discarded += chunk.length();
            if (discarded > DISCARDED) {
                request.connection().close();
            }
        });
        request.exceptionHandler(cause -> {});
        request.resume();
    }
}
