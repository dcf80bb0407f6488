package io.asteris.log.entry;

import io.asteris.contract.MessageId;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Says that a site has no such entry: perhaps not yet, when the message is so young that its facts may be on their way. */
@ApplicationScoped
public class Absence {
    private static final Duration YOUNG = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final DatabaseClock clock;

    Absence(DatabaseClock clock) {
        this.clock = clock;
    }

    /** The {@code 404} for that id, the same whether it is nobody's or another site's. */
    public ProblemException of(MessageId message) {
        Duration age = Duration.between(message.instant(), clock.now()).abs();
        return age.compareTo(YOUNG) < 0 ? forGood().retryAfter(SOON) : forGood();
    }

    /** The {@code 404} for an id that none of ours can be. */
    public ProblemException forGood() {
        return new ProblemException(ProblemType.NOT_FOUND, "The log has no such entry.");
    }
}
