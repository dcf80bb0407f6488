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
            return service.filter(OWNERS::containsValue).orElse(DISPATCHER);
        }
        return OWNERS.getOrDefault(first, GATEWAY);
    }
}
