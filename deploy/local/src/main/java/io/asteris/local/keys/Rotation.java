package io.asteris.local.keys;

import io.asteris.local.Refusal;
import io.asteris.local.supervise.Pause;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Changes the master key without a stop, in three steps that can be repeated after a break:
 *
 * <pre>
 * 1,2   every service can open what the new key seals, none uses it yet
 * 2,1   every service seals with the new key, and what the old one sealed is sealed anew
 * 2     nothing is under the old key, so it goes
 * </pre>
 */
public final class Rotation {
    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(200);

    /** A round that ended after everybody had switched began after that, if one more lies between. */
    private static final int FRESH = 2;

    private final Supplier<String> read;
    private final Consumer<String> write;
    private final Map<String, URI> services;
    private final Consumer<String> say;

    /**
     * A rotation of one set.
     *
     * @param read gives the present setting
     * @param write replaces it for all services, and for their next start
     * @param services the readiness of each, by name
     * @param say tells the person who waits
     */
    public Rotation(Supplier<String> read, Consumer<String> write, Map<String, URI> services, Consumer<String> say) {
        this.read = read;
        this.write = write;
        this.services = Map.copyOf(services);
        this.say = say;
    }

    /** Runs it, or what is left of one that broke off. */
    public void run() {
        standings();
        MasterKeyList found = MasterKeyList.parse(read.get());
        MasterKeyList list = found.entries().size() > 1 ? found : found.withNew();
        // Where the newest is current already, everybody was told of it before.
        if (!list.current().equals(list.newest())) {
            introduce(list);
        }
        MasterKeyList turned = list.turned();
        String kid = turned.current().kid();
        say.accept("Key " + kid + " seals from now on; sealing anew what older ones sealed.");
        write.accept(turned.text());
        awaitAll(standing -> standing.current().equals(kid), "does not seal with the new key");
        Map<String, KeyStanding> since = standings();
        awaitEach(
                (name, standing) -> standing.left() == 0 && standing.rounds() >= rounds(since, name) + FRESH,
                "still keeps something under an old key");
        write.accept(turned.currentOnly().text());
        awaitAll(standing -> standing.known().equals(Set.of(kid)), "still knows an old key");
        say.accept("Done: nothing is under an older key than " + kid + ", and the older ones are gone.");
    }

    private void introduce(MasterKeyList list) {
        Set<String> kids =
                list.entries().stream().map(MasterKeyList.Entry::kid).collect(Collectors.toUnmodifiableSet());
        say.accept("Telling every service of key " + list.newest() + ".");
        write.accept(list.text());
        awaitAll(standing -> standing.known().containsAll(kids), "does not know the new key");
    }

    private static long rounds(Map<String, KeyStanding> since, String name) {
        KeyStanding before = since.get(name);
        return before == null ? 0 : before.rounds();
    }

    private void awaitAll(Predicate<KeyStanding> wanted, String otherwise) {
        awaitEach((name, standing) -> wanted.test(standing), otherwise);
    }

    private void awaitEach(Wanted wanted, String otherwise) {
        Instant deadline = Instant.now().plus(BOUND);
        for (Map.Entry<String, URI> service : services.entrySet()) {
            while (KeyStanding.of(service.getValue())
                    .filter(standing -> wanted.test(service.getKey(), standing))
                    .isEmpty()) {
                if (Instant.now().isAfter(deadline)) {
                    throw new Refusal(service.getKey() + " " + otherwise
                            + ". No key was taken away; see its log, then run ./asteris keys rotate again.");
                }
                Pause.of(LOOK);
            }
        }
    }

    /** How all services stand; refuses while one does not answer. */
    private Map<String, KeyStanding> standings() {
        Map<String, KeyStanding> standings = new LinkedHashMap<>();
        services.forEach((name, health) -> {
            Optional<KeyStanding> standing = KeyStanding.of(health);
            standings.put(
                    name,
                    standing.orElseThrow(() ->
                            new Refusal(name + " does not answer; every service must run while the key changes.")));
        });
        return standings;
    }

    /** Whether a service stands as it should. */
    private interface Wanted {
        boolean test(String name, KeyStanding standing);
    }
}
