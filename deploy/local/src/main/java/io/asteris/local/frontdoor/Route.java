package io.asteris.local.frontdoor;

import java.util.Map;
import java.util.Optional;

/** Which service owns a path: the table of the REST API, read by the first word behind the prefix. */
final class Route {
    static final String PREFIX = "/wp-json/asteris/v1/smtp/";

    static final String GATEWAY = "send-gateway";
    private static final String DISPATCHER = "dispatcher";
    private static final String LOG = "log-service";
    private static final String INGEST = "webhook-ingest";
    private static final String DELIVERABILITY = "deliverability";

    private static final Map<String, String> OWNERS = Map.ofEntries(
            Map.entry("send", GATEWAY),
            Map.entry("test", GATEWAY),
            Map.entry("sender", GATEWAY),
            Map.entry("sites", GATEWAY),
            Map.entry("presets", DISPATCHER),
            Map.entry("providers", DISPATCHER),
            Map.entry("oauth", DISPATCHER),
            Map.entry("routing", DISPATCHER),
            Map.entry("provider", DISPATCHER),
            Map.entry("lanes", DISPATCHER),
            Map.entry("logs", LOG),
            Map.entry("jobs", LOG),
            Map.entry("stats", LOG),
            Map.entry("retention", LOG),
            Map.entry("webhook", INGEST),
            Map.entry("webhooks", INGEST),
            Map.entry("suppressions", INGEST),
            Map.entry("dns-check", DELIVERABILITY),
            Map.entry("alerts", DELIVERABILITY));

    private Route() {}

    /** Whether this asks for the dead letters of all services at once, which the front door itself answers. */
    static boolean isForAll(String path, Optional<String> service) {
        return service.isEmpty() && (path.equals(PREFIX + "dead-letters") || path.equals(PREFIX + "dead-letters/"));
    }

    /**
     * The service for a path.
     *
     * @param service what the query says as {@code service}, or empty; only dead letters, which every consumer has, use it
     */
    static String of(String path, Optional<String> service) {
        if (!path.startsWith(PREFIX)) {
            return GATEWAY;
        }
        String rest = path.substring(PREFIX.length());
        int slash = rest.indexOf('/');
        String first = slash < 0 ? rest : rest.substring(0, slash);
        if (first.equals("dead-letters")) {
            // A letter's id begins with the service that put it away; some clients encode what stands behind it.
            Optional<String> named =
                    service.or(() -> Optional.of(rest.substring(slash + 1).split("~|%7E|%7e", 2)[0]));
            return named.filter(OWNERS::containsValue).orElse(DISPATCHER);
        }
        return OWNERS.getOrDefault(first, GATEWAY);
    }
}
