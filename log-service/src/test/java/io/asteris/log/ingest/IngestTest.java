package io.asteris.log.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.RecipientEvent;
import io.asteris.log.Orders;
import io.asteris.log.TestMail;
import io.asteris.log.entry.Announcement;
import io.asteris.log.entry.Entry;
import io.asteris.log.entry.EntryStore;
import io.asteris.log.fold.Fold;
import io.asteris.log.fold.History;
import io.asteris.log.fold.Status;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fold in the database gives what the pure fold gives, whatever the batches and whoever else writes. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class IngestTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Set<Integer> PARTITION = Set.of(0);

    @Inject
    Ingest ingest;

    @Inject
    TestMail mail;

    @Inject
    EntryStore entries;

    Sql sql;

    private final SiteId site = SiteId.mint();

    @Test
    void all720OrdersOfSixFactsEachInABatchOfItsOwnAndWithRepeatsGiveTheSameEntry() {
        // Given
        var envelopes = new ArrayList<Envelope>();
        var orders = new ArrayList<List<Event>>();
        for (List<Integer> order : Orders.of(List.of(0, 1, 2, 3, 4, 5))) {
            Envelope envelope = mail.stored(site, "Order " + envelopes.size(), "a@one.example", "b@two.example");
            List<Event> six = sixFacts(envelope);
            envelopes.add(envelope);
            orders.add(order.stream().map(six::get).toList());
        }

        // When
        for (int step = 0; step < 6; step++) {
            int now = step;
            take(orders.stream().map(order -> order.get(now)).toList());
            take(orders.stream().map(order -> order.get(now / 2)).toList());
        }

        // Then
        for (Envelope envelope : envelopes) {
            Entry entry = entry(envelope).orElseThrow();
            Entry expected = expected(envelope);
            assertThat(entry.history()).isEqualTo(expected.history());
            assertThat(entry.standing()).isEqualTo(expected.standing());
            assertThat(entry.announcement()).isEqualTo(expected.announcement());
            assertThat(entry.letter()).isNotNull();
        }
        assertThat(entry(envelopes.getFirst()).orElseThrow().standing().status())
                .isEqualTo(Status.BOUNCED);
        assertThat(sql.number(
                        "SELECT count(*) FROM log.entry WHERE site = ? AND status = 'bounced' AND attention",
                        site.value()))
                .isEqualTo(720);
        assertThat(sql.number("SELECT count(*) FROM log.body WHERE site = ?", site.value()))
                .isEqualTo(720);
    }

    @Test
    void twoInstancesThatWriteTheSameMessagesAtOnceLoseNoFact() {
        // Given
        List<Envelope> envelopes = stored(200);
        List<Event> early = envelopes.stream()
                .flatMap(envelope -> sixFacts(envelope).subList(0, 3).stream())
                .toList();
        List<Event> late = envelopes.stream()
                .flatMap(envelope -> sixFacts(envelope).subList(3, 6).stream())
                .toList();

        // When
        Uni.join()
                .all(take(early, PARTITION), take(late, PARTITION))
                .andFailFast()
                .await()
                .atMost(BOUND);

        // Then
        assertThat(envelopes)
                .allSatisfy(envelope -> assertThat(entry(envelope).orElseThrow().history())
                        .isEqualTo(expected(envelope).history()));
    }

    @Test
    void evenWhereTheLockDoesNotHelpAWriterThatSawLessFailsAndFoldsAnew() {
        // Given
        List<Envelope> envelopes = stored(100);
        List<List<Event>> parts = List.of(
                envelopes.stream().map(envelope -> sixFacts(envelope).get(0)).toList(),
                envelopes.stream().map(envelope -> sixFacts(envelope).get(1)).toList(),
                envelopes.stream().map(envelope -> sixFacts(envelope).get(2)).toList());

        // When
        var writers = new ArrayList<Uni<Void>>();
        for (List<Event> part : parts) {
            Set<Integer> ownPartition = Set.of(100 + writers.size());
            writers.add(Uni.createFrom()
                    .deferred(() -> take(part, ownPartition))
                    .onFailure()
                    .retry()
                    .withBackOff(Duration.ofMillis(10))
                    .atMost(20));
        }
        Uni.join().all(writers).andFailFast().await().atMost(BOUND);

        // Then
        assertThat(envelopes).allSatisfy(envelope -> {
            History history = entry(envelope).orElseThrow().history();
            assertThat(history.attempts()).hasSize(1);
            assertThat(history.states()).hasSize(1);
        });
    }

    @Test
    void aMessageOfAnotherAgeFindsAPartition() {
        // Given
        Envelope now = mail.stored(site, "hello", "a@one.example");
        var young = new MessageId(
                MessageId.mint(now.acceptedAt().plus(Duration.ofDays(100))).value());
        var old = new MessageId(
                MessageId.mint(now.acceptedAt().minus(Duration.ofDays(25))).value());

        // When
        take(List.of(mail.accepted(as(now, young)), mail.accepted(as(now, old))));

        // Then
        assertThat(entry(as(now, young))).isPresent();
        assertThat(entry(as(now, old))).isPresent();
    }

    @Test
    void aMessageWhoseContentIsGoneHasWhatItsEventsSay() {
        // Given
        Envelope envelope = mail.unstored(
                site, "gone", mail.stored(site, "x", "a@one.example").recipients());

        // When
        take(mail.ordinary(envelope));

        // Then
        Entry entry = entry(envelope).orElseThrow();
        assertThat(entry.letter()).isNull();
        assertThat(entry.standing().status()).isEqualTo(Status.SENT);
    }

    @Test
    void oneBlobThatCannotBeOpenedHoldsUpNobodyElse() {
        // Given
        Envelope broken = mail.stored(site, "broken", "a@one.example");
        Envelope whole = mail.stored(site, "whole", "a@one.example");
        sql.execute(
                "UPDATE content.blob SET sealed = set_byte(sealed, 20, 255 - get_byte(sealed, 20)) WHERE message = ?",
                broken.message().value());

        // When
        take(List.of(mail.accepted(broken), mail.accepted(whole)));

        // Then
        assertThat(entry(broken).orElseThrow().letter()).isNull();
        assertThat(entry(whole).orElseThrow().letter()).isNotNull();
    }

    @Test
    void aDeletedEntryIsNotBroughtBackByALateFact() {
        // Given
        Envelope envelope = mail.stored(site, "deleted", "a@one.example");
        sql.execute(
                "INSERT INTO log.tombstone (message) VALUES (?)",
                envelope.message().value());

        // When
        take(mail.ordinary(envelope));

        // Then
        assertThat(sql.number(
                        "SELECT count(*) FROM log.entry WHERE message = ?",
                        envelope.message().value()))
                .isZero();
    }

    @Test
    void aFactOfAMessageThatWasPurgedDoesNotBringItBack() {
        // Given
        Envelope now = mail.stored(site, "purged", "a@one.example");
        Envelope old = as(now, MessageId.mint(now.acceptedAt().minus(Duration.ofDays(32))));

        // When
        take(mail.ordinary(old));

        // Then
        assertThat(sql.number(
                        "SELECT count(*) FROM log.entry WHERE message = ?",
                        old.message().value()))
                .isZero();
    }

    @Test
    void aFactThatNamesAnotherSitesMessageChangesNothing() {
        // Given
        Envelope envelope = mail.stored(site, "mine", "a@one.example");
        take(List.of(mail.accepted(envelope)));
        Envelope foreign = new Envelope(
                envelope.message(),
                SiteId.mint(),
                envelope.from(),
                List.of(),
                envelope.recipients(),
                "",
                List.of(),
                List.of(),
                envelope.acceptedAt(),
                null);

        // When
        take(List.of(mail.state(foreign, 9, DispatchState.FAILED)));

        // Then
        assertThat(entry(envelope).orElseThrow().standing().status()).isEqualTo(Status.QUEUED);
    }

    @Test
    void whereNothingIsLoggedOnlyAFailureIsSeenAndWithoutItsBody() {
        // Given
        SiteId quiet = SiteId.mint();
        sql.execute("INSERT INTO log.settings VALUES (?, false, true, true, false, 30)", quiet.value());
        Envelope good = mail.stored(quiet, "good", "a@one.example");
        Envelope bad = mail.stored(quiet, "bad", "a@one.example");

        // When
        take(mail.ordinary(good));
        take(List.of(mail.accepted(bad), mail.state(bad, 1, DispatchState.QUEUED)));
        take(List.of(
                mail.attempt(bad, 1, AnswerKind.REFUSED, 554, "5.7.1 no"), mail.state(bad, 3, DispatchState.FAILED)));

        // Then
        assertThat(entry(good)).isEmpty();
        assertThat(entry(bad).orElseThrow().letter()).isNotNull();
        assertThat(sql.number("SELECT count(*) FROM log.body WHERE site = ?", quiet.value()))
                .isZero();
        assertThat(sql.number("SELECT count(*) FROM log.entry WHERE site = ? AND subject = 'good'", quiet.value()))
                .isZero();
    }

    @Test
    void anEntryOnItsOrdinaryWayIsUpdatedWithoutTouchingAnIndex() {
        // Given
        List<Envelope> envelopes = stored(20);
        sql.execute("SELECT pg_stat_force_next_flush()");
        long before = hotUpdates();

        // When
        for (Envelope envelope : envelopes) {
            List<Event> facts = mail.ordinary(envelope);
            take(facts.subList(0, 2));
            take(facts.subList(2, 4));
        }

        // Then
        await().untilAsserted(() -> assertThat(hotUpdates() - before).isGreaterThanOrEqualTo(15));
    }

    private long hotUpdates() {
        return sql.number("SELECT coalesce(sum(n_tup_hot_upd), 0) FROM pg_stat_all_tables WHERE schemaname = 'log'");
    }

    /** Two services' facts: the bounce may come before the message was even accepted. */
    private List<Event> sixFacts(Envelope envelope) {
        return List.of(
                mail.accepted(envelope),
                mail.state(envelope, 1, DispatchState.QUEUED),
                mail.attempt(
                        envelope,
                        1,
                        AnswerKind.TAKEN,
                        250,
                        "2.0.0 ok",
                        List.of(said(0, AnswerKind.TAKEN, 250, "2.1.5"), said(1, AnswerKind.REFUSED, 550, "5.1.1"))),
                mail.state(envelope, 3, DispatchState.SENT),
                new RecipientEvent.Delivered(mail.report(envelope, 0, "taken")),
                new RecipientEvent.Bounced(mail.report(envelope, 0, "no such user")));
    }

    private static AttemptRecorded.RecipientSaid said(int position, AnswerKind answer, int code, String enhanced) {
        return new AttemptRecorded.RecipientSaid(position, answer, code, enhanced, null);
    }

    /** What the pure fold makes of all six at once. */
    private Entry expected(Envelope envelope) {
        Incoming all = Incoming.of(sixFacts(envelope)).iterator().next();
        Entry entry = Entry.empty(envelope.message(), site, Retention.DAYS_30)
                .accepted(Announcement.of(mail.accepted(envelope)))
                .knowing(all.facts());
        assertThat(entry.standing()).isEqualTo(Fold.of(entry.history()));
        return entry;
    }

    private List<Envelope> stored(int count) {
        var envelopes = new ArrayList<Envelope>();
        for (int i = 0; i < count; i++) {
            envelopes.add(mail.stored(site, "Message " + i, "a@one.example", "b@two.example"));
        }
        return envelopes;
    }

    private static Envelope as(Envelope envelope, MessageId id) {
        return new Envelope(
                id,
                envelope.site(),
                envelope.from(),
                List.of(),
                envelope.recipients(),
                envelope.subject(),
                List.of(),
                List.of(),
                envelope.acceptedAt(),
                null);
    }

    private void take(List<? extends Event> events) {
        take(events, PARTITION).await().atMost(BOUND);
    }

    private Optional<Entry> entry(Envelope envelope) {
        return entries.find(envelope.site(), envelope.message()).await().atMost(BOUND);
    }

    private Uni<Void> take(List<? extends Event> events, Set<Integer> partitions) {
        return ingest.prepare(Incoming.of(events)).chain(batch -> ingest.fold(batch, partitions, PendingLists.SHORT));
    }
}
