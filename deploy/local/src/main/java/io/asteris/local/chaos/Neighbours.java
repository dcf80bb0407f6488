package io.asteris.local.chaos;

import io.asteris.local.first.FirstStart;
import io.asteris.local.set.SetProcesses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** How much one lane's trouble, or one site's flood, delays its neighbours: from the {@code 202} to the inbox. */
public final class Neighbours {
    private static final String DISPATCHER = "dispatcher";
    private static final String DEAD = "dead";
    private static final int CALLERS = 4;
    private static final double PERCENTILE = 0.99;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final RunningSet set;
    private final SetProcesses processes;

    public Neighbours(RunningSet set, SetProcesses processes) {
        this.set = set;
        this.processes = processes;
    }

    /**
     * One lane with and without a dead one beside it.
     *
     * @param alone the 99th percentile without
     * @param beside the same with
     */
    public record Lane(Duration alone, Duration beside) {
        /** How far it is beyond 1.5 times what it is alone and 200 ms more; not positive when the promise is kept. */
        public Duration excess() {
            return beside.minus(alone.multipliedBy(3).dividedBy(2)).minusMillis(200);
        }
    }

    /**
     * A small site behind a flood.
     *
     * @param waiting messages of the other site that had not come when the small one sent
     * @param slowest of the small site's messages
     */
    public record Fairness(int waiting, Duration slowest) {}

    /** Measures a lane alone, then beside one whose server takes connections and never says a word. */
    public Lane besideADeadOne(int messages, int perSecond, int dead) throws IOException, InterruptedException {
        Duration alone = percentile(latencies(set, "alone " + UUID.randomUUID(), messages, perSecond));
        try (var silent = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress())) {
            provider(DEAD, silent.getLocalPort());
            post(set, "dead " + UUID.randomUUID(), dead, ",\"provider\":\"" + DEAD + "\"");
            Duration beside = percentile(latencies(set, "beside " + UUID.randomUUID(), messages, perSecond));
            return new Lane(alone, beside);
        } finally {
            // What waits there goes to the inbox, so that the next round begins with an empty lane.
            provider(DEAD, Integer.parseInt(set.env("ASTERIS_INBOX_SMTP").split(":", 2)[1]));
        }
    }

    /** Lets so many messages of one site wait, then sends ten of another. */
    public Fairness behindAFlood(int flood) throws IOException, InterruptedException {
        RunningSet small = smallSite();
        latencies(small, "warm " + UUID.randomUUID(), 10, 10);
        String run = "flood " + UUID.randomUUID();
        processes.stop(DISPATCHER);
        post(set, run, flood, "");
        processes.start(DISPATCHER);
        awaitArrivals(run, 1);
        List<Duration> ten = latencies(small, "small " + UUID.randomUUID(), 10, 1_000);
        int waiting = flood - set.inboxArrivals(run).size();
        awaitArrivals(run, flood);
        return new Fairness(waiting, Collections.max(ten));
    }

    private RunningSet smallSite() {
        int smtp = Integer.parseInt(set.env("ASTERIS_INBOX_SMTP").split(":", 2)[1]);
        FirstStart.Site site = FirstStart.another(
                "Small shop",
                set.folder().resolve("small-shop"),
                URI.create(set.env("ASTERIS_URL")),
                set.env("ASTERIS_ADMIN_KEY"),
                smtp);
        return set.as(site.id(), site.key());
    }

    /** Sends at a steady rate and waits until all have come. */
    private List<Duration> latencies(RunningSet from, String run, int messages, int perSecond)
            throws IOException, InterruptedException {
        Map<String, Instant> accepted = send(from, run, messages, perSecond, "");
        Map<String, Instant> arrived = awaitArrivals(run, messages);
        List<Duration> latencies = new ArrayList<>();
        accepted.forEach((subject, at) -> {
            Duration took = Duration.between(at, arrived.getOrDefault(subject, Instant.MAX));
            latencies.add(took.isNegative() ? Duration.ZERO : took);
        });
        return latencies;
    }

    private static void post(RunningSet from, String run, int messages, String fields)
            throws IOException, InterruptedException {
        send(from, run, messages, Integer.MAX_VALUE, fields);
    }

    private static Map<String, Instant> send(RunningSet from, String run, int messages, int perSecond, String fields)
            throws IOException, InterruptedException {
        Map<String, Instant> accepted = new ConcurrentHashMap<>();
        long begin = System.nanoTime();
        long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        var next = new AtomicInteger();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                callers.execute(() -> {
                    for (int n = next.getAndIncrement(); n < messages; n = next.getAndIncrement()) {
                        LockSupport.parkNanos(begin + n * gap - System.nanoTime());
                        acceptOne(from, run + " #" + n, fields, accepted);
                    }
                });
            }
        }
        if (accepted.size() != messages) {
            throw new IOException((messages - accepted.size()) + " of " + messages + " messages were not accepted");
        }
        return accepted;
    }

    private static void acceptOne(RunningSet from, String subject, String fields, Map<String, Instant> accepted) {
        try {
            HttpResponse<String> answer = from.post(
                    "/send",
                    "{\"to\":\"anna@example.com\",\"subject\":\"" + subject + "\",\"text\":\"one of many\"" + fields
                            + "}");
            if (answer.statusCode() == 202) {
                accepted.put(subject, Instant.now());
            }
        } catch (IOException lost) {
            // The count says so.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Instant> awaitArrivals(String run, int messages) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Map<String, Instant> arrived = new HashMap<>();
        while (arrived.size() < messages) {
            if (System.nanoTime() > end) {
                throw new IOException(arrived.size() + " of " + messages + " messages came within " + PATIENCE);
            }
            Thread.sleep(LOOK);
            arrived = set.inboxArrivals(run);
        }
        return arrived;
    }

    private void provider(String name, int port) throws IOException, InterruptedException {
        String document = "{\"preset\":\"smtp\",\"settings\":{\"host\":\"127.0.0.1\",\"port\":" + port
                + ",\"encryption\":\"none\"}}";
        HttpResponse<String> answer = set.send(set.api("/providers/" + name)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(document))
                .build());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("the provider was answered " + answer.statusCode() + " " + answer.body());
        }
    }

    private static Duration percentile(List<Duration> latencies) {
        List<Duration> sorted = latencies.stream().sorted().toList();
        return sorted.get((int) Math.ceil(PERCENTILE * sorted.size()) - 1);
    }
}
