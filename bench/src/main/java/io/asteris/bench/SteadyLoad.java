package io.asteris.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.AsyncResult;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Posts at moments that were fixed beforehand, however slow the answers are. A time of answer counts from the moment at which the post
 * was due, so that a server which falls behind cannot hide it.
 */
final class SteadyLoad extends AbstractVerticle {
    private static final int SUCCESS = 2;
    private static final int SERVER_FAULT = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Plan plan;
    private final Samples samples = new Samples();
    private final Promise<Void> done = Promise.promise();
    private final long begin = System.nanoTime();
    private long begun;
    private long accepted;
    private long faults;
    private long others;

    private SteadyLoad(Plan plan) {
        this.plan = plan;
    }

    /** One post; its headers hold the signature. */
    record Post(Buffer body, Map<String, String> headers) {}

    /**
     * What is posted where.
     *
     * @param count posts in all
     * @param apart from one post to the next
     * @param callers connections; beyond as many posts under way the next one waits for one of them
     */
    record Plan(URI target, Supplier<Post> posts, int count, Duration apart, int callers) {}

    /**
     * What came of it.
     *
     * @param accepted answers of success
     * @param faults answers 5xx
     * @param others other answers, and posts without one
     */
    record Outcome(long accepted, long faults, long others, double seconds, Percentiles latency) {}

    /** Runs the plan to its end. */
    static Outcome run(Vertx vertx, Plan plan) throws InterruptedException {
        var load = new SteadyLoad(plan);
        vertx.deployVerticle(load);
        Duration bound = plan.apart().multipliedBy(plan.count()).plus(PATIENCE);
        try {
            load.done.future().toCompletionStage().toCompletableFuture().get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException stuck) {
            throw new IllegalStateException("posts to " + plan.target() + " were not answered within " + bound, stuck);
        }
        double seconds = (System.nanoTime() - load.begin) / (double) TimeUnit.SECONDS.toNanos(1);
        return new Outcome(load.accepted, load.faults, load.others, seconds, Percentiles.of(List.of(load.samples)));
    }

    @Override
    public void start() {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(plan.callers()).setTcpNoDelay(true));
        vertx.setPeriodic(1, timer -> {
            while (begun < plan.count() && due(begun) <= System.nanoTime()) {
                post(client, due(begun++));
            }
            if (begun == plan.count()) {
                vertx.cancelTimer(timer);
            }
        });
    }

    private long due(long number) {
        return begin + number * plan.apart().toNanos();
    }

    private void post(HttpClient client, long due) {
        Post post = plan.posts().get();
        var request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(plan.target().toString())
                .putHeader("Content-Type", "application/json");
        post.headers().forEach(request::putHeader);
        client.request(request)
                .compose(open -> open.send(post.body()))
                .compose(answer -> answer.body().map(answer))
                .onComplete(result -> answered(client, due, result));
    }

    private void answered(HttpClient client, long due, AsyncResult<HttpClientResponse> result) {
        int kind = result.succeeded() ? result.result().statusCode() / 100 : 0;
        if (kind == SUCCESS) {
            accepted++;
            samples.add(System.nanoTime() - due);
        } else if (kind == SERVER_FAULT) {
            faults++;
        } else {
            others++;
        }
        if (accepted + faults + others == plan.count()) {
            client.close();
            done.complete();
        }
    }
}
