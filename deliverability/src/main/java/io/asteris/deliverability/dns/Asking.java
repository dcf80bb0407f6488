package io.asteris.deliverability.dns;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The questions of one check: each asked once, all of them answered or given up by one deadline. */
public final class Asking {
    private static final Reply LATE = new Reply.Unanswered("no answer in time");

    private final Function<Question, Uni<Reply>> client;
    private final long deadlineNanos;
    private final Map<Question, Uni<Reply>> asked = new ConcurrentHashMap<>();
    private final Map<Question, Reply> answered = new ConcurrentHashMap<>();

    /** @param client asks DNS, such as {@link DnsClient#ask} */
    public Asking(Function<Question, Uni<Reply>> client, Duration deadline) {
        this.client = client;
        this.deadlineNanos = System.nanoTime() + deadline.toNanos();
    }

    /** The joined TXT records of a name. */
    public Uni<Reply> txt(String name) {
        return ask(new Question(name, Question.Kind.TXT));
    }

    /** Any question. */
    public Uni<Reply> ask(Question question) {
        return asked.computeIfAbsent(question, first -> inTime(client.apply(first))
                .invoke(reply -> answered.put(first, reply))
                .memoize()
                .indefinitely());
    }

    private Uni<Reply> inTime(Uni<Reply> reply) {
        return Uni.createFrom().deferred(() -> {
            long left = deadlineNanos - System.nanoTime();
            return left <= 0
                    ? Uni.createFrom().item(LATE)
                    : reply.ifNoItem().after(Duration.ofNanos(left)).recoverWithItem(LATE);
        });
    }

    /** What has been answered so far. */
    public Map<Question, Reply> answered() {
        return Map.copyOf(answered);
    }
}
