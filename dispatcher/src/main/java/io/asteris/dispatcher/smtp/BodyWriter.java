package io.asteris.dispatcher.smtp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

/** Sends the body and the final dot, a piece at a time and no faster than the server takes them. */
final class BodyWriter {
    private final SmtpConnection connection;
    private final SmtpTimeouts timeouts;
    private final Iterator<Buffer> pieces;
    private final Runnable beforeDot;
    private final DotStuffing stuffing = new DotStuffing();
    private final Promise<Optional<SmtpReply>> done = Promise.promise();
    private final long end;

    /** @param beforeDot called once, just before the piece with the final dot is handed to the socket */
    BodyWriter(SmtpConnection connection, SmtpTimeouts timeouts, MessageSource message, Runnable beforeDot) {
        this.connection = connection;
        this.timeouts = timeouts;
        this.pieces = message.open();
        this.beforeDot = beforeDot;
        this.end = System.nanoTime() + timeouts.body().toNanos();
    }

    /** Completes empty when all is written, or with a reply that came before its time; then the dot was not written. */
    Future<Optional<SmtpReply>> write() {
        pump();
        return done.future();
    }

    private void pump() {
        try {
            while (true) {
                Optional<SmtpReply> early = connection.replyAlreadyHere();
                if (early.isPresent()) {
                    done.complete(early);
                    return;
                }
                if (connection.isFull()) {
                    connection.room(limit()).onSuccess(room -> pump()).onFailure(done::fail);
                    return;
                }
                if (!pieces.hasNext()) {
                    finish(Buffer.buffer());
                    return;
                }
                Buffer piece = stuffing.stuff(pieces.next());
                if (!pieces.hasNext()) {
                    finish(piece);
                    return;
                }
                connection.write(piece);
            }
        } catch (RuntimeException defect) {
            // The source could not be read: whoever made it must hear of it, and the server must never see a dot.
            done.fail(defect);
        }
    }

    /** The last piece and the dot leave in one write. */
    private void finish(Buffer piece) {
        Buffer end = stuffing.end();
        beforeDot.run();
        connection.write(
                Buffer.buffer(piece.length() + end.length()).appendBuffer(piece).appendBuffer(end));
        done.complete(Optional.empty());
    }

    private Duration limit() {
        return timeouts.replyBefore(end);
    }
}
