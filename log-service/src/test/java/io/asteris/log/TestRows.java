package io.asteris.log;

import static org.awaitility.Awaitility.await;

import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.ContentPart;
import io.asteris.log.pack.Dictionary;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.SiteSealer;
import io.asteris.testing.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Writes many entries straight into the tables, for tests that are not about how they come there. */
@ApplicationScoped
public class TestRows {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration STILL = Duration.ofMillis(500);

    private final ContentSealer sealer;

    TestRows(ContentSealer sealer) {
        this.sealer = sealer;
    }

    /** So many entries of a site that has none, one a minute up to now. */
    public void entries(Sql sql, SiteId site, int rows) {
        sql.execute("""
                SELECT log.ensure_partition(30::smallint, now() - make_interval(days => d)) FROM generate_series(0, 10) AS d
                """);
        sql.execute("INSERT INTO log.holding VALUES (?, 30)", site.value());
        sql.execute("""
                INSERT INTO log.entry (message, retention, recorded, attention, site, status, kind, size, source, fields,
                                       sender, subject, search, facts)
                SELECT uuidv7(make_interval(mins => -i)), 30, true, false, ?, 'sent', 'send', 1, 'core', 't',
                       'shop@one.example', 'S', E's\\np@one.example', '\\x01'
                FROM generate_series(1, ?) AS i
                """, site.value(), rows);
    }

    /** A body for each of the site's entries, packed and sealed as ingest does. */
    public void bodies(Sql sql, SiteId site, Supplier<String> html) {
        SiteSealer keyed = sealer.of(site).await().atMost(BOUND);
        List<MessageId> messages = sql.rows("SELECT message FROM log.entry WHERE site = ?", site.value()).stream()
                .map(row -> new MessageId((UUID) Objects.requireNonNull(row.get("message"))))
                .toList();
        sql.execute(
                """
                INSERT INTO log.body (message, retention, site, sealed, masked)
                SELECT message::uuid, 30, ?, decode(sealed, 'base64'), false
                FROM unnest(string_to_array(?, ' '), string_to_array(?, ' ')) AS given (message, sealed)
                """,
                site.value(),
                messages.stream().map(MessageId::text).collect(Collectors.joining(" ")),
                messages.stream()
                        .map(message -> sealed(keyed, message, html.get()))
                        .collect(Collectors.joining(" ")));
    }

    /** How many bodies of the site were read. */
    public long bodiesRead(Sql sql, SiteId site) {
        return sql.number("SELECT count(*) FROM log.body_read WHERE site = ?", site.value());
    }

    /** The same when no more are. */
    public long bodiesReadAtLast(Sql sql, SiteId site) {
        var last = new AtomicLong();
        await().during(STILL).atMost(BOUND).until(() -> {
            long now = bodiesRead(sql, site);
            return last.getAndSet(now) == now;
        });
        return last.get();
    }

    private static String sealed(SiteSealer keyed, MessageId message, String html) {
        byte[] json = Json.write(new Body(html, null));
        byte[] packed = Dictionary.BODIES.pack(json);
        return Base64.getEncoder()
                .encodeToString(keyed.seal(message, ContentPart.BODY, packed).sealed());
    }
}
