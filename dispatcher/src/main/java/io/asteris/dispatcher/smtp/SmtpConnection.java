package io.asteris.dispatcher.smtp;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One socket to a server, seen as lines out and replies in. All methods but {@link #runOnContext} and {@link #isUsable} are
 * called on the socket's own event loop; one caller at a time owns a connection.
 */
final class SmtpConnection {
    /** Octets that may wait for the network before a writer is asked to pause. */
    private static final int WRITE_QUEUE = 128 * 1024;

    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Context context;
    private final NetSocket socket;
    private final ReplyReader reader = new ReplyReader();
    private Capabilities capabilities = Capabilities.NOTHING;
    private @Nullable Promise<SmtpReply> awaited;
    private @Nullable Promise<Void> draining;
    private volatile @Nullable SmtpFailure broken;
    private volatile boolean spent;
    private volatile boolean parked;
    private boolean resetOwed;
    private int mails;

    /** Takes over a connected socket; called on the socket's event loop before anything can have been read. */
    SmtpConnection(Vertx vertx, NetSocket socket) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.socket = socket;
        socket.setWriteQueueMaxSize(WRITE_QUEUE);
        socket.handler(this::received);
        socket.exceptionHandler(failure -> breakOff(SmtpFailure.Kind.DROPPED, "the connection broke"));
        socket.closeHandler(closed -> breakOff(SmtpFailure.Kind.DROPPED, "the server closed the connection"));
    }

    void runOnContext(Runnable step) {
        context.runOnContext(ignored -> step.run());
    }

    /** Runs the step on the connection's event loop and completes as it does, there. */
    <T> Future<T> on(Supplier<Future<T>> step) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(ignored -> {
            try {
                step.get().onComplete(promise);
            } catch (RuntimeException defect) {
                promise.fail(defect);
            }
        });
        return promise.future();
    }

    /** Whether another mail may go out here: not closed, not spoilt, and nothing came in that nobody asked for. */
    boolean isUsable() {
        return broken == null && !spent;
    }

    /** No further mail goes out here. */
    void spend() {
        spent = true;
    }

    /** Whether nobody owns it; what a server says then is a goodbye or out of step, and ends its use. */
    void parked(boolean nobodyOwnsIt) {
        parked = nobodyOwnsIt;
    }

    Capabilities capabilities() {
        return capabilities;
    }

    void capabilities(Capabilities offered) {
        capabilities = offered;
    }

    /** Whether the server must be told to forget an unfinished envelope (RFC 5321 4.1.1.5) before the next one. */
    boolean resetOwed() {
        return resetOwed;
    }

    void resetOwed(boolean owed) {
        resetOwed = owed;
    }

    /** Mails for which this connection was used. */
    int mails() {
        return mails;
    }

    void countMail() {
        mails++;
    }

    boolean isSecure() {
        return socket.isSsl();
    }

    String tlsVersion() {
        return socket.sslSession().getProtocol();
    }

    NetSocket socket() {
        return socket;
    }

    /** Whether something came in that nobody has asked for. */
    boolean holdsUnaskedReply() {
        return reader.holdsAnything();
    }

    void discardReceived() {
        reader.reset();
    }

    /** Writes command lines, each with its CRLF; the replies are fetched one by one. */
    void write(String commands) {
        socket.write(Buffer.buffer(commands.getBytes(StandardCharsets.UTF_8)));
    }

    void write(Buffer octets) {
        socket.write(octets);
    }

    /** Writes one command line and waits for its reply. */
    Future<SmtpReply> ask(String command, Duration limit) {
        write(CommandLine.checked(command) + "\r\n");
        return reply(limit);
    }

    /** The next reply; fails with {@link SmtpFailure}. */
    Future<SmtpReply> reply(Duration limit) {
        Optional<SmtpReply> waiting = reader.poll();
        if (waiting.isPresent()) {
            return Future.succeededFuture(waiting.get());
        }
        if (broken != null) {
            return Future.failedFuture(broken);
        }
        Promise<SmtpReply> promise = Promise.promise();
        awaited = promise;
        return within(limit, promise, "no reply came in " + limit.toMillis() + " ms");
    }

    /** A reply that is already here, without waiting. */
    Optional<SmtpReply> replyAlreadyHere() {
        return reader.poll();
    }

    /** Whether a writer should wait for {@link #room}. */
    boolean isFull() {
        return broken != null || socket.writeQueueFull();
    }

    /** Completes when the network has taken enough of what was written for more to be welcome. */
    Future<Void> room(Duration limit) {
        if (broken != null) {
            return Future.failedFuture(broken);
        }
        Promise<Void> promise = Promise.promise();
        draining = promise;
        socket.drainHandler(ignored -> promise.tryComplete());
        return within(limit, promise, "the server took nothing for " + limit.toMillis() + " ms");
    }

    /** Says QUIT where that makes sense and closes. */
    Future<Void> quit() {
        spent = true;
        if (broken != null) {
            return Future.succeededFuture();
        }
        return ask("QUIT", GOODBYE).transform(bye -> close());
    }

    /** Closes without a word; whoever waits for a reply learns of it. */
    Future<Void> close() {
        breakOff(SmtpFailure.Kind.CLOSED, "we closed the connection");
        return socket.close().otherwiseEmpty();
    }

    private void received(Buffer octets) {
        if (broken != null) {
            return;
        }
        if (parked) {
            spent = true;
        }
        try {
            reader.feed(octets);
        } catch (SmtpFailure unreadable) {
            breakOff(unreadable);
            return;
        }
        Promise<SmtpReply> waiting = awaited;
        if (waiting == null) {
            return;
        }
        reader.poll().ifPresent(reply -> {
            awaited = null;
            waiting.tryComplete(reply);
        });
    }

    private <T> Future<T> within(Duration limit, Promise<T> promise, String otherwise) {
        long timer = vertx.setTimer(
                Math.max(1, limit.toMillis()), ignored -> breakOff(SmtpFailure.Kind.TIMED_OUT, otherwise));
        return promise.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private void breakOff(SmtpFailure.Kind kind, String words) {
        breakOff(new SmtpFailure(kind, words));
    }

    private void breakOff(SmtpFailure failure) {
        if (broken != null) {
            return;
        }
        broken = failure;
        if (failure.kind() != SmtpFailure.Kind.DROPPED) {
            socket.close();
        }
        Promise<SmtpReply> waiting = awaited;
        awaited = null;
        if (waiting != null) {
            waiting.tryFail(failure);
        }
        Promise<Void> paused = draining;
        draining = null;
        if (paused != null) {
            paused.tryFail(failure);
        }
    }
}
