package io.asteris.gateway.verdict;

import io.asteris.contract.MessageId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.platform.kafka.Received;
import io.asteris.platform.kafka.Replicas;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Listens to {@code mail.attempts} from its end on behalf of those who wait. Records of messages that nobody waits for are dropped by
 * their key, unread.
 */
@Singleton
public class Verdicts {
    private final Replicas replicas;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();

    Verdicts(Replicas replicas) {
        this.replicas = replicas;
    }

    void start(@Observes StartupEvent started) {
        replicas.followFromEnd(Topic.MAIL_ATTEMPTS, watches::containsKey, this::take);
    }

    /** A new wait; its owner closes it. */
    public Watch watch() {
        return new Watch(this);
    }

    private void take(Received received) {
        Event event = received.event();
        if (event instanceof AttemptRecorded || event instanceof MessageStateChanged) {
            Watch watch = watches.get(event.key());
            if (watch != null) {
                watch.take(event);
            }
        }
    }

    void add(MessageId message, Watch watch) {
        watches.put(message.text(), watch);
    }

    void remove(MessageId message) {
        watches.remove(message.text());
    }
}
