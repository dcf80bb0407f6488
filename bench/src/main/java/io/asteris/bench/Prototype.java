package io.asteris.bench;

import com.github.luben.zstd.Zstd;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The accept path stripped to its design: parse, seal, one shared commit of content and outbox row, answer. No keys, no limits, no
 * metrics, no announcement. One connection per event loop.
 */
final class Prototype extends AbstractVerticle {
    private static final String TABLES = """
            CREATE SCHEMA IF NOT EXISTS bench;
            CREATE TABLE IF NOT EXISTS bench.blob (
                day date NOT NULL, message uuid NOT NULL, part text NOT NULL, site text NOT NULL,
                sealed bytea STORAGE EXTERNAL NOT NULL, PRIMARY KEY (day, message, part));
            CREATE TABLE IF NOT EXISTS bench.outbox (
                id uuid PRIMARY KEY, topic text NOT NULL, key text NOT NULL, type text NOT NULL, site text NOT NULL,
                body bytea NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
            """;
    private static final String STORE = """
            WITH stored AS (
                INSERT INTO bench.blob (day, message, part, site, sealed)
                SELECT $1::date, message, 'body', 'bench', sealed
                FROM unnest($2::uuid[], $3::bytea[]) AS b(message, sealed)
            )
            INSERT INTO bench.outbox (id, topic, key, type, site, body)
            SELECT message, 'mail.accepted', message::text, 'mail.message.accepted.v1', 'bench', body
            FROM unnest($2::uuid[], $4::bytea[]) AS o(message, body)
            """;
    private static final int MOST_ROWS = 1_000;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY = 32;
    private static final int ANNOUNCEMENT = 500;

    private final int port;
    private final String database;
    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key = new SecretKeySpec(randomOctets(KEY), "AES");
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private boolean busy;

    Prototype(int port, String database) {
        this.port = port;
        this.database = database;
    }

    private record Waiting(UUID id, Buffer sealed, Buffer announcement, HttpServerRequest request) {}

    static Future<?> prepare(Vertx vertx, String database) {
        return PgConnection.connect(vertx, PgConnectOptions.fromUri(database))
                .compose(connection -> connection.query(TABLES).execute().eventually(() -> connection.close()));
    }

    @Override
    public void start(Promise<Void> started) {
        PgConnection.connect(vertx, PgConnectOptions.fromUri(database).setCachePreparedStatements(true))
                .compose(connection -> vertx.createHttpServer()
                        .requestHandler(request -> request.body().onSuccess(body -> accept(connection, request, body)))
                        .listen(port, LimitServer.HOST))
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void accept(PgConnection connection, HttpServerRequest request, Buffer body) {
        JsonObject message = body.toJsonObject();
        UUID id = UUID.randomUUID();
        byte[] clear = message.getString("text").getBytes(StandardCharsets.UTF_8);
        Buffer announcement = new JsonObject()
                .put("id", id.toString())
                .put("to", message.getString("to"))
                .put("pad", "x".repeat(ANNOUNCEMENT))
                .toBuffer();
        queue.add(new Waiting(id, Buffer.buffer(seal(clear)), announcement, request));
        writeNext(connection);
    }

    private byte[] seal(byte[] clear) {
        try {
            byte[] nonce = randomOctets(NONCE);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            return Buffer.buffer(nonce)
                    .appendBytes(cipher.doFinal(Zstd.compress(clear, 1)))
                    .getBytes();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void writeNext(PgConnection connection) {
        if (busy || queue.isEmpty()) {
            return;
        }
        busy = true;
        List<Waiting> group = new ArrayList<>();
        while (!queue.isEmpty() && group.size() < MOST_ROWS) {
            group.add(queue.remove());
        }
        PreparedQuery<RowSet<Row>> store = connection.preparedQuery(STORE);
        store.execute(Tuple.of(
                        LocalDate.now(ZoneOffset.UTC),
                        column(group, UUID[]::new, Waiting::id),
                        column(group, Buffer[]::new, Waiting::sealed),
                        column(group, Buffer[]::new, Waiting::announcement)))
                .onComplete(result -> {
                    busy = false;
                    writeNext(connection);
                    int status = result.succeeded() ? LimitServer.ACCEPTED : 503;
                    group.forEach(waiting -> waiting.request()
                            .response()
                            .setStatusCode(status)
                            .end("{\"id\":\"" + waiting.id() + "\"}"));
                });
    }

    private static <T> T[] column(List<Waiting> group, IntFunction<T[]> array, Function<Waiting, T> value) {
        return group.stream().map(value).toArray(array);
    }

    private byte[] randomOctets(int size) {
        byte[] octets = new byte[size];
        random.nextBytes(octets);
        return octets;
    }
}
