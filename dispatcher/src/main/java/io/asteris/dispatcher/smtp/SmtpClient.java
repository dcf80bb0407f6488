package io.asteris.dispatcher.smtp;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Sends messages to SMTP servers over kept-open connections and tells what each server said. One per process; safe to use from
 * any thread. Answers come on an event loop, which must not be blocked.
 */
public final class SmtpClient {
    private final Vertx vertx;
    private final SmtpClientOptions options;
    private final SmtpConnector connector;
    private final ConcurrentMap<SmtpEndpoint, SmtpConnectionPool> pools = new ConcurrentHashMap<>();

    public SmtpClient(Vertx vertx, SmtpClientOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.connector = new SmtpConnector(vertx, options);
    }

    /**
     * Sends one message, once per subscription: nothing is tried again here but a kept-open connection that turned out dead
     * before the server had said anything. {@link Answer.Unknown} means that the final dot was out and no readable reply came;
     * with every other answer it is known what the server did. Cancelling does not call the message back.
     *
     * <p>Fails only when the message cannot be read, which is no answer of a server's; nothing was taken then.
     */
    public Uni<Answer> send(SmtpEndpoint endpoint, SmtpEnvelope envelope, MessageSource message) {
        return uni(() -> sendOnce(endpoint, envelope, message));
    }

    /** Tries an endpoint without sending: connects, protects, signs in and says goodbye. Never fails. */
    public Uni<SmtpCheck> check(SmtpEndpoint endpoint) {
        return uni(() -> connector
                .open(endpoint)
                .compose(connection -> new SmtpTrial(connection, endpoint, options.timeouts()).perform())
                .recover(failure -> Future.succeededFuture(finding(failure))));
    }

    /** Connections open or being opened to that endpoint. */
    public int connections(SmtpEndpoint endpoint) {
        SmtpConnectionPool pool = pools.get(endpoint);
        return pool == null ? 0 : pool.size();
    }

    /** Closes all connections at once. A send under way ends in not taken before its final dot, in unknown after it. */
    public Uni<Void> close() {
        return uni(() -> Future.join(List.copyOf(pools.values()).stream()
                        .map(SmtpConnectionPool::close)
                        .toList())
                .compose(closed -> connector.close()));
    }

    private Future<Answer> sendOnce(SmtpEndpoint endpoint, SmtpEnvelope envelope, MessageSource message) {
        var pool = Objects.requireNonNull(
                pools.compute(endpoint, (key, known) -> (known == null ? newPool(key) : known).enter()));
        return pool.borrow()
                .compose(connection -> over(pool, connection, envelope, message, true))
                .recover(SmtpClient::withoutConnection)
                .onComplete(ended -> {
                    pool.leave();
                    forgetIfUnused(endpoint);
                });
    }

    private SmtpConnectionPool newPool(SmtpEndpoint endpoint) {
        return new SmtpConnectionPool(
                vertx,
                endpoint.limits(),
                options.timeouts().dialogue(),
                () -> connector.open(endpoint),
                () -> forgetIfUnused(endpoint));
    }

    /** Endpoints come and go with settings and access tokens; an unused one must not keep its secrets in memory. */
    private void forgetIfUnused(SmtpEndpoint endpoint) {
        pools.computeIfPresent(endpoint, (key, pool) -> pool.isUnused() ? null : pool);
    }

    private Future<Answer> over(
            SmtpConnectionPool pool,
            SmtpConnection connection,
            SmtpEnvelope envelope,
            MessageSource message,
            boolean mayRenew) {
        boolean kept = connection.mails() > 0;
        var transaction = new SmtpTransaction(connection, options.timeouts(), envelope, message);
        return connection.on(transaction::run).transform(ended -> {
            pool.giveBack(connection);
            if (mayRenew && kept && transaction.deadOnArrival()) {
                return pool.borrowFresh().compose(fresh -> over(pool, fresh, envelope, message, false));
            }
            return ended.succeeded() ? Future.succeededFuture(ended.result()) : Future.failedFuture(ended.cause());
        });
    }

    private static Future<Answer> withoutConnection(Throwable failure) {
        return switch (failure) {
            case SetupFailure setup -> Future.succeededFuture(setup.answer());
            case SmtpFailure broken ->
                Future.succeededFuture(Answer.NotTaken.of(Cause.TRANSIENT, Said.ours(broken.words())));
            default -> Future.failedFuture(failure);
        };
    }

    private static SmtpCheck finding(Throwable failure) {
        if (failure instanceof SetupFailure setup) {
            return setup.finding();
        }
        String words = failure instanceof SmtpFailure broken ? broken.words() : "The trial broke off: " + failure;
        return new SmtpCheck.Fails(SmtpCheck.Step.READY, words, Answer.NotTaken.of(Cause.TRANSIENT, Said.ours(words)));
    }

    private static <T> Uni<T> uni(Supplier<Future<T>> work) {
        return Uni.createFrom().completionStage(() -> work.get().toCompletionStage());
    }
}
