package io.asteris.ingest.event;

import io.asteris.contract.MessageId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notes whom a kept post speaks of, by keyed hash, so that an erasure finds it. */
@ApplicationScoped
class MentionStore {
    private static final String ADD = """
            INSERT INTO mention (post, site, h, message)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[])
            """;

    /** A post's event with the message that it names; one without a hash is about nobody whom mail could reach. */
    record Mention(Incoming event, Optional<MessageId> message) {}

    Uni<Void> add(SqlConnection connection, List<Mention> mentions) {
        List<Mention> known =
                mentions.stream().filter(one -> one.event().hash().isPresent()).toList();
        if (known.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.of(
                        known.stream().map(one -> one.event().post()).toArray(UUID[]::new),
                        known.stream().map(one -> one.event().site().value()).toArray(String[]::new),
                        known.stream()
                                .map(one -> one.event().hash().orElseThrow().value())
                                .toArray(String[]::new),
                        known.stream().map(MentionStore::message).toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    private static @Nullable UUID message(Mention one) {
        return one.message().map(MessageId::value).orElse(null);
    }
}
