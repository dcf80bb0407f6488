package io.asteris.ingest.setting;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.SuppressionChanged.Reason;
import io.asteris.ingest.provider.WebhookKeys;
import io.asteris.ingest.provider.WebhookProvider;
import io.asteris.platform.crypto.SecretBox;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The tables of what owners set; secrets are sealed on the way in and opened on the way out. */
@ApplicationScoped
public class SettingsStore {
    private static final Logger LOG = Logger.getLogger(SettingsStore.class);

    private static final String COLUMNS =
            "SELECT site, provider, verification_keys, secret, topic_arns, configured_at FROM webhook ";
    private static final String OF_SITE = COLUMNS + "WHERE site = $1";
    private static final String CHANGED = COLUMNS + "WHERE changed_at >= $1";

    private static final String PUT = """
            INSERT INTO webhook (site, provider, verification_keys, secret, topic_arns)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (site, provider) DO UPDATE
            SET verification_keys = excluded.verification_keys, secret = excluded.secret, topic_arns = excluded.topic_arns,
                changed_at = asteris_now()
            """;

    private static final String RULES = """
            SELECT site, after_hard_bounces, reasons FROM suppress_rule WHERE site = ANY ($1)
            """;

    private static final String PUT_RULE = """
            INSERT INTO suppress_rule (site, after_hard_bounces, reasons)
            VALUES ($1, $2, $3)
            ON CONFLICT (site) DO UPDATE
            SET after_hard_bounces = excluded.after_hard_bounces, reasons = excluded.reasons
            """;

    private final Database database;
    private final SecretBox box;

    SettingsStore(Database database, SecretBox box) {
        this.database = database;
        this.box = box;
    }

    /** One site's settings, in a transaction of that site. */
    Uni<WebhookSettings> of(SqlConnection connection, SiteId site) {
        return connection.preparedQuery(OF_SITE).execute(Tuple.of(site.value())).chain(rows -> rules(
                        connection, List.of(site))
                .map(rules -> {
                    Map<WebhookProvider, WebhookKeys> keys = new EnumMap<>(WebhookProvider.class);
                    read(rows).forEach(one -> keys.put(one.provider(), one));
                    return new WebhookSettings(keys, rules.getOrDefault(site, SuppressRule.DEFAULTS));
                }));
    }

    Uni<Void> put(SqlConnection connection, SiteId site, WebhookSettings settings) {
        List<Tuple> rows = new ArrayList<>();
        for (WebhookProvider provider : WebhookProvider.values()) {
            WebhookKeys keys = settings.of(site, provider);
            rows.add(Tuple.of(
                    site.value(),
                    provider.word(),
                    keys.verificationKeys().toArray(String[]::new),
                    keys.secret()
                            .map(secret -> box.seal(site, record(provider), secret))
                            .orElse(null),
                    keys.topicArns().toArray(String[]::new)));
        }
        return connection
                .preparedQuery(PUT)
                .executeBatch(rows)
                .chain(() -> connection
                        .preparedQuery(PUT_RULE)
                        .execute(Tuple.of(
                                site.value(),
                                (short) settings.rule().afterHardBounces(),
                                settings.rule().reasons().stream()
                                        .map(Reason::word)
                                        .sorted()
                                        .toArray(String[]::new))))
                .replaceWithVoid();
    }

    /** The keys of all sites that were changed since. */
    Uni<List<WebhookKeys>> changed(Instant since) {
        return database.onWorker(connection -> connection
                .preparedQuery(CHANGED)
                .execute(Tuple.of(OffsetDateTime.ofInstant(since, ZoneOffset.UTC)))
                .map(this::read));
    }

    /** The rules of those of these sites that have set one. */
    public Uni<Map<SiteId, SuppressRule>> rules(SqlConnection connection, Collection<SiteId> sites) {
        return connection
                .preparedQuery(RULES)
                .execute(Tuple.of(sites.stream().map(SiteId::value).toArray(String[]::new)))
                .map(rows -> {
                    Map<SiteId, SuppressRule> rules = new HashMap<>();
                    for (Row row : rows) {
                        rules.put(
                                new SiteId(row.getString("site")),
                                new SuppressRule(
                                        row.getShort("after_hard_bounces"),
                                        Arrays.stream(row.getArrayOfStrings("reasons"))
                                                .map(word -> Reason.valueOf(word.toUpperCase(Locale.ROOT)))
                                                .collect(Collectors.toSet())));
                    }
                    return rules;
                });
    }

    private List<WebhookKeys> read(RowSet<Row> rows) {
        List<WebhookKeys> keys = new ArrayList<>();
        for (Row row : rows) {
            var site = new SiteId(row.getString("site"));
            WebhookProvider provider =
                    WebhookProvider.named(row.getString("provider")).orElseThrow();
            keys.add(new WebhookKeys(
                    site,
                    provider,
                    List.of(row.getArrayOfStrings("verification_keys")),
                    Optional.ofNullable(row.getString("secret")).flatMap(jwe -> open(site, provider, jwe)),
                    List.of(row.getArrayOfStrings("topic_arns")),
                    row.getOffsetDateTime("configured_at").toInstant()));
        }
        return keys;
    }

    /** A secret whose master key is gone must not keep all others from being learned; its owner sees that it is not set. */
    private Optional<String> open(SiteId site, WebhookProvider provider, String jwe) {
        try {
            return Optional.of(box.open(site, record(provider), jwe));
        } catch (UnopenableSecretException closed) {
            LOG.errorf("A webhook's key cannot be opened site=%s provider=%s", site, provider.word());
            return Optional.empty();
        }
    }

    private static String record(WebhookProvider provider) {
        return "webhook/" + provider.word();
    }
}
