package io.asteris.ingest.post;

import io.asteris.contract.MessageId;
import io.asteris.ingest.provider.Post;
import io.asteris.ingest.provider.Signatures;
import io.asteris.ingest.provider.Verdict;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;

/** Keeps verified posts as they came: one statement, one commit, and a repeat finds the row of the first. */
@ApplicationScoped
class PostStore {
    /** The part under which a post's octets are sealed. */
    static final String PART = "post";

    private static final int LONGEST_TYPE = 200;

    private static final String INSERT = """
            INSERT INTO post AS known (id, site, provider, nonce, digest, content_type, size, sealed, state)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'new')
            ON CONFLICT (site, provider, nonce) DO UPDATE SET repeats = known.repeats + 1
            RETURNING digest, id = $1 AS inserted
            """;

    private final Database database;
    private final DatabaseClock clock;
    private final ContentSealer sealer;

    PostStore(Database database, DatabaseClock clock, ContentSealer sealer) {
        this.database = database;
        this.clock = clock;
        this.sealer = sealer;
    }

    /** What came of keeping a post. */
    enum Kept {
        NEW,
        REPEAT,
        /** Another post bore the same nonce. */
        OTHER_BODY
    }

    /** Keeps a post; when this completes it is committed. */
    Uni<Kept> keep(Post post, Verdict.Verified verified) {
        MessageId id = MessageId.mint(clock.now());
        byte[] digest = Signatures.digest(post.body());
        return sealer.of(verified.site())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(site -> site.seal(id, PART, post.body()))
                .chain(blob -> insert(post, verified, id, digest, blob));
    }

    private Uni<Kept> insert(Post post, Verdict.Verified verified, MessageId id, byte[] digest, SealedBlob sealed) {
        String type = post.contentType();
        var row = Tuple.tuple()
                .addUUID(id.value())
                .addString(verified.site().value())
                .addString(post.provider().word())
                .addString(verified.nonce())
                .addBuffer(Buffer.buffer(digest))
                .addString(type.length() > LONGEST_TYPE ? type.substring(0, LONGEST_TYPE) : type)
                .addInteger(post.body().length)
                .addBuffer(Buffer.buffer(sealed.sealed()));
        return database.onWorker(connection -> connection
                .preparedQuery(INSERT)
                .execute(row)
                .map(rows -> kept(rows.iterator().next(), digest)));
    }

    private static Kept kept(Row row, byte[] digest) {
        if (row.getBoolean("inserted")) {
            return Kept.NEW;
        }
        boolean same = MessageDigest.isEqual(row.getBuffer("digest").getBytes(), digest);
        return same ? Kept.REPEAT : Kept.OTHER_BODY;
    }
}
