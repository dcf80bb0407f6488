package io.asteris.deliverability.check;

import io.asteris.deliverability.dns.Asking;
import io.asteris.deliverability.dns.DnsClient;
import io.asteris.deliverability.dns.DnsConfig;
import io.asteris.deliverability.dns.Reply;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Semaphore;

/** Runs checks, each with questions of its own: nothing is answered from a cache. */
@ApplicationScoped
public class DnsChecker {
    /** Each check has some dozens of questions open; beyond this a resolver would drop them. */
    private static final int MOST_AT_ONCE = 128;

    private final DnsClient client;
    private final DnsConfig config;
    private final DatabaseClock clock;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    DnsChecker(DnsClient client, DnsConfig config, DatabaseClock clock) {
        this.client = client;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A report with how long its answers hold.
     *
     * @param ttl the shortest of its records; zero when it has none
     */
    public record Checked(DnsReport report, Duration ttl) {}

    /** Checks a domain now; bounded in time, and never failing for what DNS does. */
    public Uni<Checked> check(Subject subject) {
        if (!room.tryAcquire()) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "Too many domains are being checked at this moment.")
                    .retryAfter(Duration.ofSeconds(2));
        }
        var asking = new Asking(client::ask, config.deadline());
        return new DomainCheck(asking, subject)
                .run(clock.now())
                .map(report -> new Checked(report, ttl(asking)))
                .onTermination()
                .invoke(() -> room.release());
    }

    private static Duration ttl(Asking asking) {
        return asking.answered().values().stream()
                .filter(Reply.Records.class::isInstance)
                .map(reply -> ((Reply.Records) reply).ttl())
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
