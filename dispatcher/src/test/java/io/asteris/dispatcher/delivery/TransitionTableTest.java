package io.asteris.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.DispatchState;
import io.asteris.contract.SiteId;
import io.asteris.dispatcher.state.Transitions;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The database knows the same table of transitions as the types do, whoever asks it. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class TransitionTableTest {
    Sql sql;
    private final SiteId site = SiteId.mint();

    @AfterEach
    void empty() {
        sql.execute("DELETE FROM dispatcher.delivery WHERE site = ?", site.value());
    }

    @Test
    void theDatabaseMovesARowExactlyWhereTheTypesDo() {
        // Given
        List<String> wrong = new ArrayList<>();

        for (DispatchState from : DispatchState.values()) {
            for (DispatchState to : DispatchState.values()) {
                // When
                int fence = to == DispatchState.ATTEMPTING ? 1 : 0;
                boolean moved = moved(from, to, 1, fence);
                // Then
                if (moved != Transitions.from(from).contains(to)) {
                    wrong.add(from + " > " + to + " moved=" + moved);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aStepThatDoesNotCountTheVersionOrTheFenceIsRefused() {
        assertThat(moved(DispatchState.QUEUED, DispatchState.ATTEMPTING, 1, 0)).isFalse();
        assertThat(moved(DispatchState.ATTEMPTING, DispatchState.SENT, 0, 0)).isFalse();
        assertThat(moved(DispatchState.ATTEMPTING, DispatchState.SENT, 2, 0)).isFalse();
        assertThat(moved(DispatchState.ATTEMPTING, DispatchState.SENT, 1, 1)).isFalse();
    }

    @Test
    void aMessageBeginsQueuedOrHeldAndNowhereElse() {
        for (DispatchState state : DispatchState.values()) {
            String message = insert(state);
            boolean expected = state == DispatchState.QUEUED || state == DispatchState.HELD;
            assertThat(sql.number("SELECT count(*) FROM dispatcher.delivery WHERE message = ?::uuid", message) == 1)
                    .as("begins %s", state)
                    .isEqualTo(expected);
        }
    }

    private boolean moved(DispatchState from, DispatchState to, int versions, int fences) {
        String message = insert(DispatchState.QUEUED);
        // Only for the making of the case: a superuser may leave triggers out.
        sql.execute(
                "WITH off AS (SELECT set_config('session_replication_role', 'replica', false)) "
                        + "UPDATE dispatcher.delivery SET state = ? FROM off WHERE message = ?::uuid",
                from.word(),
                message);
        sql.execute("""
                UPDATE dispatcher.delivery SET state = ?, version = version + ?, fence = fence + ? WHERE message = ?::uuid
                """, to.word(), versions, fences, message);
        return sql.number(
                        "SELECT count(*) FROM dispatcher.delivery WHERE message = ?::uuid AND state = ? AND version = ?",
                        message,
                        to.word(),
                        1 + versions)
                == 1;
    }

    private String insert(DispatchState state) {
        String message =
                sql.rows("SELECT uuidv7()::text AS id").getFirst().get("id").toString();
        sql.execute("""
                INSERT INTO dispatcher.delivery (message, site, state, version, due_at, deadline, give_up_at, accepted_at, recipients,
                    hashes, size, attachments, kind, source, from_domain, on_unknown)
                VALUES (?::uuid, ?, ?, 1, '2099-01-01Z', '2099-01-01Z', '2099-01-01Z', asteris.asteris_now(), 'p', ARRAY['h'], 2048, 0,
                    'send', '', 'shop.example', 'resend')
                """, message, site.value(), state.word());
        return message;
    }
}
