package io.asteris.ingest.event;

import io.asteris.contract.AddressKey;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.RecipientReport;
import io.asteris.ingest.Audit;
import io.asteris.ingest.erase.Erasures;
import io.asteris.ingest.event.UnmatchedStore.Unmatched;
import io.asteris.ingest.event.UnmatchedStore.Waiting;
import io.asteris.ingest.provider.Meaning;
import io.asteris.ingest.provider.ProviderEvent;
import io.asteris.ingest.suppression.Addition;
import io.asteris.ingest.suppression.ListedAddress;
import io.asteris.ingest.suppression.Suppressor;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.outbox.OutboxTransaction;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Applies what posts say, once each, in one transaction. */
@ApplicationScoped
class Effects {
    /** A message accepted within this time may be reported on before we hear of it. */
    private static final Duration JUST_ACCEPTED = Duration.ofMinutes(2);

    private final Audit audit;
    private final Matcher matcher;
    private final SeenStore seen;
    private final UnmatchedStore unmatched;
    private final Suppressor suppressor;
    private final Subscriptions subscriptions;
    private final PostEnds ends;
    private final MentionStore mentions;
    private final Erasures erasures;
    private final AddressKey key;
    private final DatabaseClock clock;
    private final MeterRegistry metrics;

    Effects(
            Audit audit,
            Matcher matcher,
            SeenStore seen,
            UnmatchedStore unmatched,
            Suppressor suppressor,
            Subscriptions subscriptions,
            PostEnds ends,
            MentionStore mentions,
            Erasures erasures,
            AddressKey key,
            DatabaseClock clock,
            MeterRegistry metrics) {
        this.audit = audit;
        this.matcher = matcher;
        this.seen = seen;
        this.unmatched = unmatched;
        this.suppressor = suppressor;
        this.subscriptions = subscriptions;
        this.ends = ends;
        this.mentions = mentions;
        this.erasures = erasures;
        this.key = key;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** An event with what it matches. */
    private record Matched(Incoming event, Match match) {
        /** The message that it names, whose ever it is. */
        Optional<MessageId> message() {
            return switch (match) {
                case Match.Found found -> Optional.of(found.message());
                case Match.None none -> none.tag();
                case Match.Foreign() -> event.tag();
            };
        }
    }

    Uni<Void> apply(OutboxTransaction open, List<ClaimedPost> posts) {
        SqlConnection connection = open.connection();
        Set<SiteId> sites = posts.stream().map(ClaimedPost::site).collect(Collectors.toSet());
        List<Incoming> events =
                posts.stream().flatMap(post -> incoming(post).stream()).toList();
        return audit.lock(connection, sites)
                .chain(() -> matcher.match(connection, events))
                .chain(matches -> {
                    List<Matched> matched = new ArrayList<>();
                    for (int i = 0; i < events.size(); i++) {
                        matched.add(new Matched(events.get(i), matches.get(i)));
                    }
                    Set<UUID> early = early(posts, matched);
                    List<ClaimedPost> ripe = posts.stream()
                            .filter(post -> !early.contains(post.id()))
                            .toList();
                    List<Matched> due = matched.stream()
                            .filter(one -> !early.contains(one.event().post()))
                            .toList();
                    return ends.later(connection, early)
                            .chain(() -> mentions.add(
                                    connection,
                                    due.stream()
                                            .map(one -> new MentionStore.Mention(one.event(), one.message()))
                                            .toList()))
                            .chain(() -> effect(open, due))
                            .chain(() -> close(connection, ripe));
                });
    }

    private List<Incoming> incoming(ClaimedPost post) {
        List<Incoming> events = new ArrayList<>();
        for (ProviderEvent said :
                post.reading().map(reading -> reading.events()).orElse(List.of())) {
            Optional<ListedAddress> address = ListedAddress.of(said.address());
            address.ifPresent(named ->
                    events.add(new Incoming(post.site(), post.id(), said, named, named.hash(key, post.site()))));
            if (address.isEmpty()) {
                count(said, "no_address");
            }
        }
        return events;
    }

    /**
     * Posts that came within the last second and name a message which was accepted just now and is not known here yet: whether it is
     * this site's will be known in a moment.
     */
    private Set<UUID> early(List<ClaimedPost> posts, List<Matched> matched) {
        Set<UUID> young =
                posts.stream().filter(ClaimedPost::young).map(ClaimedPost::id).collect(Collectors.toSet());
        Instant justNow = clock.now().minus(JUST_ACCEPTED);
        Set<UUID> early = new HashSet<>();
        for (Matched one : matched) {
            if (young.contains(one.event().post())
                    && one.match() instanceof Match.None(Optional<MessageId> tag)
                    && tag.filter(message -> message.instant().isAfter(justNow)).isPresent()) {
                early.add(one.event().post());
            }
        }
        return early;
    }

    private Uni<Void> effect(OutboxTransaction open, List<Matched> due) {
        List<SeenStore.Named<Matched>> named = due.stream()
                .map(one ->
                        new SeenStore.Named<>(one.event().site(), one.event().names(), one))
                .toList();
        return seen.unseen(open.connection(), named).chain(fresh -> {
            count(due, fresh);
            List<Unmatched> waiting = new ArrayList<>();
            List<Suppressor.Report> reports = new ArrayList<>();
            for (Matched one : fresh) {
                switch (one.match()) {
                    case Match.Found(MessageId message, int position) -> {
                        Reports.of(one.event(), message, position).ifPresent(open::tell);
                        report(one.event(), message).ifPresent(reports::add);
                    }
                    case Match.None(Optional<MessageId> tag) -> {
                        waiting(one.event(), tag).ifPresent(waiting::add);
                        report(one.event(), tag.orElse(null)).ifPresent(reports::add);
                    }
                    case Match.Foreign() -> count(one.event().said(), "foreign");
                }
            }
            return unmatched.add(open.connection(), waiting).chain(() -> suppressor.report(open, reports));
        });
    }

    private static Optional<Suppressor.Report> report(Incoming event, @Nullable MessageId message) {
        ProviderEvent said = event.said();
        return said.meaning()
                .suppression()
                .map(reason -> new Suppressor.Report(
                        new Addition(
                                event.site(),
                                event.address(),
                                reason,
                                null,
                                Optional.of(new Addition.Source(
                                        said.meaning().provider().word(),
                                        said.meaning().event(),
                                        said.at(),
                                        message == null ? null : message.value(),
                                        said.code().orElse(null),
                                        said.text(),
                                        event.post()))),
                        said.meaning().isHardBounce()));
    }

    private static Optional<Unmatched> waiting(Incoming event, Optional<MessageId> tag) {
        Meaning.Outcome outcome = event.said().meaning().outcome();
        Optional<String> name = event.said().providerMessage();
        if (outcome == null || (tag.isEmpty() && name.isEmpty())) {
            return Optional.empty();
        }
        // Whose message it is will be filled in when it is known.
        MessageId none = tag.orElseGet(() -> MessageId.mint(event.said().at()));
        return Reports.of(event, none, 0).map(known -> {
            RecipientReport report = known.report();
            return new Unmatched(event.site(), tag, name, report.hash(), new Waiting(outcome, report));
        });
    }

    private Uni<Void> close(SqlConnection connection, List<ClaimedPost> posts) {
        if (posts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<UUID, String> troubles = new HashMap<>();
        List<UUID> done = new ArrayList<>();
        for (ClaimedPost post : posts) {
            if (post.reading().isPresent()) {
                done.add(post.id());
            } else {
                troubles.put(post.id(), post.trouble());
                metrics.counter(
                                "asteris.webhook.quarantined",
                                "provider",
                                post.provider().word())
                        .increment();
            }
        }
        return subscriptions
                .take(connection, posts)
                .chain(() -> ends.done(connection, done))
                .chain(() -> erasures.late(connection, done))
                .chain(() -> ends.quarantine(connection, troubles))
                .chain(() -> ends.heard(connection, posts));
    }

    private void count(List<Matched> due, List<Matched> fresh) {
        fresh.forEach(one -> count(one.event().said(), "new"));
        metrics.counter("asteris.webhook.repeats").increment((double) due.size() - fresh.size());
    }

    private void count(ProviderEvent said, String result) {
        Meaning meaning = said.meaning();
        // A provider may invent words; metrics must not.
        String outcome =
                meaning.outcome() == null ? "other" : meaning.outcome().name().toLowerCase(Locale.ROOT);
        metrics.counter(
                        "asteris.webhook.events",
                        "provider",
                        meaning.provider().word(),
                        "outcome",
                        outcome,
                        "result",
                        result)
                .increment();
    }
}
