package io.asteris.dispatcher.smtp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of one endpoint: never more than its limit, the longest unused one first, none kept beyond its idle
 * time. Safe to use from any thread.
 */
final class SmtpConnectionPool {
    private final Vertx vertx;
    private final SmtpPoolLimits limits;
    private final Duration patience;
    private final Supplier<Future<SmtpConnection>> opener;
    private final Runnable whenEmpty;
    private final Deque<Parked> parked = new ArrayDeque<>();
    private final Deque<Promise<SmtpConnection>> waiting = new ArrayDeque<>();
    private final Set<SmtpConnection> connections = new HashSet<>();
    private int users;
    private int opening;
    private boolean sweeping;
    private boolean closed;

    /**
     * @param patience how long a call waits for a connection to come free
     * @param whenEmpty called when idleness closed the last connection
     */
    SmtpConnectionPool(
            Vertx vertx,
            SmtpPoolLimits limits,
            Duration patience,
            Supplier<Future<SmtpConnection>> opener,
            Runnable whenEmpty) {
        this.vertx = vertx;
        this.limits = limits;
        this.patience = patience;
        this.opener = opener;
        this.whenEmpty = whenEmpty;
    }

    /** Counts a call in, so that the pool is not forgotten under it. */
    synchronized SmtpConnectionPool enter() {
        users++;
        return this;
    }

    /** Counts a call out. */
    synchronized void leave() {
        users--;
    }

    /** Whether nobody uses it and nothing is open. */
    synchronized boolean isUnused() {
        return users == 0 && connections.isEmpty() && opening == 0;
    }

    /** A connection for one mail, kept open from before if there is one; fails as the opener does. */
    Future<SmtpConnection> borrow() {
        Promise<SmtpConnection> promise = Promise.promise();
        synchronized (this) {
            SmtpConnection kept = pollUsable();
            if (kept != null) {
                return Future.succeededFuture(kept);
            }
            if (connections.size() + opening >= limits.connections()) {
                waiting.add(promise);
                return patiently(promise);
            }
            opening++;
        }
        open(promise);
        return promise.future();
    }

    /** A connection opened for this one mail's sake, after a kept one proved dead. */
    Future<SmtpConnection> borrowFresh() {
        List<SmtpConnection> doomed = new ArrayList<>();
        synchronized (this) {
            // Those kept as long are most likely dead too: a server restarts for all of them.
            parked.forEach(each -> doomed.add(each.connection()));
            parked.clear();
            connections.removeAll(doomed);
        }
        doomed.forEach(SmtpConnectionPool::quit);
        return borrow();
    }

    /** Takes a connection back after a mail. */
    void giveBack(SmtpConnection connection) {
        boolean keep = connection.isUsable()
                && !connection.holdsUnaskedReply()
                && connection.mails() < limits.mailsPerConnection();
        Promise<SmtpConnection> next = null;
        boolean openAnother = false;
        synchronized (this) {
            keep &= !closed;
            if (keep) {
                next = waiting.poll();
                if (next == null) {
                    park(connection);
                }
            } else {
                connections.remove(connection);
                next = waiting.poll();
                openAnother = next != null;
                opening += openAnother ? 1 : 0;
            }
        }
        if (!keep) {
            quit(connection);
        }
        if (next != null && openAnother) {
            open(next);
        } else if (next != null) {
            next.complete(connection);
        }
    }

    /** Connections open or being opened. */
    synchronized int size() {
        return connections.size() + opening;
    }

    /** Closes everything; calls under way end as if the connection had dropped. */
    Future<Void> close() {
        List<SmtpConnection> all;
        List<Promise<SmtpConnection>> turnedAway;
        synchronized (this) {
            closed = true;
            all = List.copyOf(connections);
            turnedAway = List.copyOf(waiting);
            waiting.clear();
            parked.clear();
        }
        var failure = new SmtpFailure(SmtpFailure.Kind.CLOSED, "the client is shutting down");
        turnedAway.forEach(promise -> promise.tryFail(failure));
        return Future.join(all.stream().map(SmtpConnectionPool::closeOnContext).toList())
                .mapEmpty();
    }

    private Future<SmtpConnection> patiently(Promise<SmtpConnection> promise) {
        long timer = vertx.setTimer(Math.max(1, patience.toMillis()), ignored -> giveUp(promise));
        return promise.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private void giveUp(Promise<SmtpConnection> promise) {
        boolean stillWaiting;
        synchronized (this) {
            stillWaiting = waiting.remove(promise);
        }
        if (stillWaiting) {
            promise.fail(new SmtpFailure(
                    SmtpFailure.Kind.TIMED_OUT, "all " + limits.connections() + " connections to the server are busy"));
        }
    }

    private void open(Promise<SmtpConnection> borrower) {
        opener.get().onComplete(opened -> {
            Promise<SmtpConnection> next = null;
            synchronized (this) {
                opening--;
                if (opened.succeeded()) {
                    connections.add(opened.result());
                } else {
                    next = waiting.poll();
                    opening += next == null ? 0 : 1;
                }
            }
            borrower.handle(opened);
            if (next != null) {
                open(next);
            }
        });
    }

    private @Nullable SmtpConnection pollUsable() {
        for (Parked next = parked.poll(); next != null; next = parked.poll()) {
            SmtpConnection connection = next.connection();
            connection.parked(false);
            if (connection.isUsable()) {
                return connection;
            }
            connections.remove(connection);
            quit(connection);
        }
        return null;
    }

    private void park(SmtpConnection connection) {
        connection.parked(true);
        parked.add(new Parked(connection, System.nanoTime()));
        armSweep();
    }

    private void armSweep() {
        Parked oldest = parked.peek();
        if (oldest == null || sweeping) {
            return;
        }
        sweeping = true;
        long left = limits.idle().toMillis() - oldest.millis();
        vertx.setTimer(Math.max(1, left), ignored -> sweep());
    }

    private void sweep() {
        List<SmtpConnection> unused = new ArrayList<>();
        synchronized (this) {
            sweeping = false;
            while (!parked.isEmpty() && parked.peek().millis() >= limits.idle().toMillis()) {
                SmtpConnection connection = parked.remove().connection();
                connections.remove(connection);
                unused.add(connection);
            }
            armSweep();
        }
        unused.forEach(SmtpConnectionPool::quit);
        whenEmpty.run();
    }

    private static void quit(SmtpConnection connection) {
        connection.runOnContext(connection::quit);
    }

    private static Future<Void> closeOnContext(SmtpConnection connection) {
        Promise<Void> done = Promise.promise();
        connection.runOnContext(() -> connection.close().onComplete(done));
        return done.future();
    }

    private record Parked(SmtpConnection connection, long since) {
        long millis() {
            return (System.nanoTime() - since) / 1_000_000;
        }
    }
}
