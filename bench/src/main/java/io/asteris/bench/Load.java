package io.asteris.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.AsyncResult;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Callers on kept-open HTTP/1.1 connections, each with one request under way at a time, for some time or some number. */
public final class Load {
    private static final int EVENT_LOOPS = 2;
    private static final int SUCCESS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Plan plan;
    private final Vertx vertx;
    private final AtomicLong left;
    private final List<Group> groups = new ArrayList<>();
    private long begin;
    private long end;

    private Load(Plan plan, Vertx vertx) {
        this.plan = plan;
        this.vertx = vertx;
        this.left = new AtomicLong(plan.most());
    }

    /**
     * What is asked of whom.
     *
     * @param bodies gives each request its body; asked from several threads
     * @param most requests at the most; the time ends it sooner
     */
    public record Plan(
            URI target, Map<String, String> headers, Supplier<Buffer> bodies, int callers, Duration time, long most) {
        /** The same body for every request. */
        public Plan(URI target, Map<String, String> headers, Buffer body, int callers, Duration time, long most) {
            this(target, headers, () -> body, callers, time, most);
        }

        public Plan {
            headers = Map.copyOf(headers);
            if (callers < 1 || most < 1 || time.isNegative()) {
                throw new IllegalArgumentException("callers and most are at least 1, time is not negative");
            }
        }
    }

    /**
     * What came of it.
     *
     * @param accepted answers of success
     * @param failed other answers, and requests without one
     */
    public record Outcome(long accepted, long failed, double seconds, Percentiles latency) {
        /** Accepted in a second. */
        public double rate() {
            return accepted / seconds;
        }
    }

    /** Runs the plan to its end. */
    public static Outcome run(Vertx vertx, Plan plan) throws InterruptedException {
        return new Load(plan, vertx).run();
    }

    private Outcome run() throws InterruptedException {
        int loops = Math.min(EVENT_LOOPS, plan.callers());
        for (int i = 0; i < loops; i++) {
            groups.add(new Group(plan.callers() / loops + (i < plan.callers() % loops ? 1 : 0)));
        }
        begin = System.nanoTime();
        end = begin + plan.time().toNanos();
        for (Group group : groups) {
            vertx.deployVerticle(group, new DeploymentOptions());
        }
        for (Group group : groups) {
            group.await(plan.time().plus(PATIENCE));
        }
        double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
        return new Outcome(
                groups.stream().mapToLong(group -> group.accepted).sum(),
                groups.stream().mapToLong(group -> group.failed).sum(),
                seconds,
                Percentiles.of(groups.stream().map(group -> group.samples).toList()));
    }

    /** The callers of one event loop. */
    private final class Group extends AbstractVerticle {
        private final int callers;
        private final Samples samples = new Samples();
        private final Promise<Void> done = Promise.promise();
        private final RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(plan.target().toString())
                .putHeader("Content-Type", "application/json");
        private long accepted;
        private long failed;
        private int running;

        private Group(int callers) {
            this.callers = callers;
            plan.headers().forEach(request::putHeader);
        }

        @Override
        public void start() {
            HttpClient client = vertx.createHttpClient(
                    new HttpClientOptions().setMaxPoolSize(callers).setTcpNoDelay(true));
            running = callers;
            for (int i = 0; i < callers; i++) {
                next(client);
            }
        }

        private void next(HttpClient client) {
            long start = System.nanoTime();
            if (start >= end || left.getAndDecrement() <= 0) {
                stopOne(client);
                return;
            }
            client.request(request)
                    .compose(open -> open.send(plan.bodies().get()))
                    .compose(answer -> answer.body().map(answer))
                    .onComplete(result -> answered(client, start, result));
        }

        private void answered(HttpClient client, long start, AsyncResult<HttpClientResponse> result) {
            if (result.succeeded() && result.result().statusCode() / 100 == SUCCESS) {
                accepted++;
                samples.add(System.nanoTime() - start);
            } else {
                failed++;
            }
            next(client);
        }

        private void stopOne(HttpClient client) {
            if (--running == 0) {
                client.close();
                done.complete();
            }
        }

        private void await(Duration bound) throws InterruptedException {
            try {
                done.future().toCompletionStage().toCompletableFuture().get(bound.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException stuck) {
                throw new IllegalStateException(
                        "requests to " + plan.target() + " were not answered within " + bound, stuck);
            }
        }
    }
}
