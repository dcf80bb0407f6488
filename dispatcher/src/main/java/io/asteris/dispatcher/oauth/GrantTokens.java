package io.asteris.dispatcher.oauth;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives the access token of a grant: from memory while it is good, else from the table, else by a renewal.
 * New settings and new consents open a new provider, so a token never outlives the grant it came from.
 */
final class GrantTokens implements AccessTokens {
    /** A token that ends during the call is no good. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final LaneKey lane;
    private final GrantStore store;
    private final TokenKeeper keeper;
    private final DatabaseClock clock;
    private volatile @Nullable Ready known;

    GrantTokens(LaneKey lane, GrantStore store, TokenKeeper keeper, DatabaseClock clock) {
        this.lane = lane;
        this.store = store;
        this.keeper = keeper;
        this.clock = clock;
    }

    @Override
    public Uni<Access> current() {
        Ready present = known;
        return present != null && isGood(present.until()) ? Uni.createFrom().item(present) : look(token -> true);
    }

    @Override
    public Uni<Access> insteadOf(Ready refused) {
        return look(token -> !token.equals(refused.token()));
    }

    @Override
    public Uni<Access> anew() {
        return store.find(lane)
                .chain(found ->
                        found.filter(grant -> grant.tokens().refresh() != null).isPresent()
                                ? keeper.renewNow(found.get())
                                        .chain(() -> store.find(lane))
                                        .map(after -> after.filter(grant -> grant.generation()
                                                        > found.get().generation())
                                                .flatMap(grant -> ready(grant, token -> true))
                                                .<Access>map(ready -> ready)
                                                .orElseGet(() -> missing(after)))
                                : Uni.createFrom().item(missing(found)));
    }

    private Uni<Access> look(Predicate<String> wanted) {
        return store.find(lane).chain(found -> {
            Optional<Ready> ready = found.flatMap(grant -> ready(grant, wanted));
            if (ready.isPresent()) {
                return Uni.createFrom().item(ready.get());
            }
            boolean worthARenewal = found.filter(Grant::isAuthorised)
                    .filter(grant -> grant.failures() == 0 || grant.renewIn().isNegative())
                    .isPresent();
            return worthARenewal
                    ? keeper.renewNow(found.get()).chain(() -> store.find(lane)).map(after -> after.flatMap(
                                    grant -> ready(grant, wanted))
                            .<Access>map(renewed -> renewed)
                            .orElseGet(() -> missing(after)))
                    : Uni.createFrom().item(missing(found));
        });
    }

    private Optional<Ready> ready(Grant grant, Predicate<String> wanted) {
        Instant until = grant.expiresAt();
        String token = grant.tokens().access();
        if (!grant.isAuthorised() || token == null || until == null || !isGood(until) || !wanted.test(token)) {
            return Optional.empty();
        }
        var ready = new Ready(token, until);
        known = ready;
        return Optional.of(ready);
    }

    private boolean isGood(Instant until) {
        return clock.now().plus(MARGIN).isBefore(until);
    }

    private static Access missing(Optional<Grant> found) {
        if (found.isEmpty() || !found.get().isAuthorised()) {
            String words = found.map(Grant::trouble).orElse("The provider is not authorised yet. Authorise it.");
            return new Missing(Answer.NotTaken.of(Cause.CONFIGURATION, Said.ours(words)));
        }
        Grant grant = found.get();
        String words = grant.trouble() == null ? "No access token can be had right now." : grant.trouble();
        Cause cause = grant.misconfigured() ? Cause.CONFIGURATION : Cause.TRANSIENT;
        Duration wait = grant.misconfigured() || grant.renewIn().isNegative() ? null : grant.renewIn();
        return new Missing(new Answer.NotTaken(cause, Said.ours(words), wait, List.of()));
    }
}
