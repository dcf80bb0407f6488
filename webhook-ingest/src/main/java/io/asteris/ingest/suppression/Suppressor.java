package io.asteris.ingest.suppression;

import io.asteris.contract.AddressKey;
import io.asteris.contract.SiteId;
import io.asteris.ingest.Audit;
import io.asteris.ingest.setting.SettingsStore;
import io.asteris.ingest.setting.SuppressRule;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts addresses on the list, as far as their sites' rules want it, and tells the others. */
@ApplicationScoped
public class Suppressor {
    private static final String STRIKE = """
            INSERT INTO strike AS known (site, who, bounces, last_at)
            SELECT *, asteris_now() FROM unnest($1::text[], $2::text[], $3::integer[])
            ON CONFLICT (site, who) DO UPDATE SET bounces = known.bounces + excluded.bounces, last_at = excluded.last_at
            RETURNING site, who, bounces
            """;

    private final SettingsStore settings;
    private final SuppressionStore store;
    private final Audit audit;
    private final AddressKey key;

    Suppressor(SettingsStore settings, SuppressionStore store, Audit audit, AddressKey key) {
        this.settings = settings;
        this.store = store;
        this.audit = audit;
        this.key = key;
    }

    /**
     * Something that was reported and speaks against an address.
     *
     * @param hardBounce whether it counts towards the site's number of hard bounces instead of being final
     */
    public record Report(Addition addition, boolean hardBounce) {}

    private record Place(String site, String canonical) {
        static Place of(Addition addition) {
            return new Place(addition.scope().value(), addition.address().canonical());
        }
    }

    /** An address as its bounces are counted. */
    private record Counted(String site, String who) {}

    private Counted counted(Addition addition) {
        return new Counted(addition.scope().value(), addition.address().counted(key, addition.scope()));
    }

    /** Applies reports, each of which was never applied before, under the locks of their sites. */
    public Uni<Void> report(OutboxTransaction open, List<Report> reports) {
        if (reports.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        SqlConnection connection = open.connection();
        Set<SiteId> sites =
                reports.stream().map(report -> report.addition().scope()).collect(Collectors.toSet());
        return settings.rules(connection, sites)
                .chain(rules -> strikes(connection, reports).map(strikes -> wanted(reports, rules, strikes)))
                .chain(wanted -> add(open, wanted));
    }

    /** Adds addresses whatever a rule says, tells it and writes it down. */
    Uni<Void> add(OutboxTransaction open, List<Addition> additions) {
        Map<Place, Addition> byPlace = new HashMap<>();
        additions.forEach(one -> byPlace.put(Place.of(one), one));
        return store.add(open.connection(), additions).chain(changed -> {
            List<Audit.Line> lines = new ArrayList<>();
            for (SuppressionStore.Changed one : changed) {
                one.event().ifPresent(open::tell);
                Addition cause = byPlace.get(new Place(one.scope().value(), one.canonical()));
                if (cause != null && cause.source().isPresent()) {
                    lines.add(new Audit.Line(
                            one.scope(),
                            "provider:" + cause.source().get().provider(),
                            "added",
                            one.canonical(),
                            cause.reason().word()));
                }
            }
            return audit.write(open.connection(), lines);
        });
    }

    private List<Addition> wanted(
            List<Report> reports, Map<SiteId, SuppressRule> rules, Map<Counted, Integer> strikes) {
        Set<Addition> wanted = new HashSet<>();
        for (Report report : reports) {
            Addition one = report.addition();
            SuppressRule rule = rules.getOrDefault(one.scope(), SuppressRule.DEFAULTS);
            boolean enough = !report.hardBounce() || strikes.get(counted(one)) >= rule.afterHardBounces();
            if (enough && rule.reasons().contains(one.reason())) {
                wanted.add(one);
            }
        }
        return List.copyOf(wanted);
    }

    private Uni<Map<Counted, Integer>> strikes(SqlConnection connection, List<Report> reports) {
        Map<Counted, Integer> more = new HashMap<>();
        reports.stream()
                .filter(Report::hardBounce)
                .forEach(report -> more.merge(counted(report.addition()), 1, Integer::sum));
        if (more.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<Counted> places = List.copyOf(more.keySet());
        return connection
                .preparedQuery(STRIKE)
                .execute(Tuple.of(
                        places.stream().map(Counted::site).toArray(String[]::new),
                        places.stream().map(Counted::who).toArray(String[]::new),
                        places.stream().map(more::get).toArray(Integer[]::new)))
                .map(rows -> {
                    Map<Counted, Integer> strikes = new HashMap<>();
                    for (Row row : rows) {
                        strikes.put(
                                new Counted(row.getString("site"), row.getString("who")), row.getInteger("bounces"));
                    }
                    return strikes;
                });
    }
}
