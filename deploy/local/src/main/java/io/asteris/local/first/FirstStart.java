package io.asteris.local.first;

import com.fasterxml.jackson.databind.JsonNode;
import io.asteris.local.Refusal;
import io.asteris.local.folder.PrivateFile;
import io.asteris.local.supervise.Pause;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * Makes the default site, step by step. A journal remembers what is done, and each step looks before it makes, so that a
 * crash between two steps makes nothing twice.
 */
public final class FirstStart {
    /** The default site and its owner's key. */
    public record Site(String id, String key) {
        /** Shows no key. */
        @Override
        public String toString() {
            return "Site[" + id + "]";
        }
    }

    /** One step; it may be repeated. */
    @FunctionalInterface
    private interface Step {
        String run() throws IOException;
    }

    private static final String SITE_NAME = "My shop";
    private static final String KEY_NAME = "Owner";
    private static final String SENDER = "shop@localhost.example";
    private static final List<String> SCOPES = List.of(
            "send",
            "logs:read",
            "logs:write",
            "bodies:read",
            "settings:read",
            "settings:write",
            "suppressions:read",
            "suppressions:write");

    private static final Duration STEP_BOUND = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final String name;
    private final Path journal;
    private final Map<String, String> done;
    private final SiteApi api;

    private FirstStart(String name, Path journal, SiteApi api) {
        this.name = name;
        this.journal = journal;
        this.done = PrivateFile.read(journal);
        this.api = api;
    }

    /**
     * Does what is not done yet; at a later start that is nothing, unless the inbox has moved to another port.
     *
     * @param journal the file that remembers, mode 600 because it holds the site's key
     * @param frontDoor where the REST API is reached
     * @throws Refusal naming the call that does not succeed within a minute
     */
    public static Site run(Path journal, URI frontDoor, String adminKey, int inboxSmtpPort) {
        return another(SITE_NAME, journal, frontDoor, adminKey, inboxSmtpPort);
    }

    /** The same for a site of another name, with a journal of its own: campaigns with several sites. */
    public static Site another(String name, Path journal, URI frontDoor, String adminKey, int inboxSmtpPort) {
        try (SiteApi api = new SiteApi(frontDoor, adminKey)) {
            return new FirstStart(name, journal, api).run(inboxSmtpPort);
        }
    }

    private Site run(int inboxSmtpPort) {
        String site = once("SITE", this::site);
        once("SENDER", () -> sender(site));
        String key = once("KEY", () -> key(site));
        String port = Integer.toString(inboxSmtpPort);
        if (!port.equals(done.get("PROVIDER"))) {
            done.remove("PROVIDER");
            once("PROVIDER", () -> provider(site, inboxSmtpPort));
        }
        once("ROUTING", () -> routing(site));
        return new Site(site, key);
    }

    private String site() throws IOException {
        for (JsonNode site : api.get("/sites").path("data")) {
            if (site.path("name").asText().equals(name)) {
                return site.path("id").asText();
            }
        }
        Map<String, String> body =
                Map.of("name", name, "time_zone", timeZone(), "admin_email", "owner@localhost.example");
        return api.post("/sites", body).path("id").asText();
    }

    private String sender(String site) throws IOException {
        api.put("/sender", site, Map.of("from_email", SENDER, "from_name", name));
        return SENDER;
    }

    /** A key is shown once; one of ours that is not in the journal was lost in a crash and is revoked. */
    private String key(String site) throws IOException {
        String keys = "/sites/" + site + "/keys";
        for (JsonNode key : api.get(keys).path("data")) {
            if (key.path("name").asText().equals(KEY_NAME)) {
                api.delete(keys + "/" + key.path("id").asText());
            }
        }
        return api.post(keys, Map.of("name", KEY_NAME, "scopes", SCOPES))
                .path("key")
                .asText();
    }

    private String provider(String site, int port) throws IOException {
        Map<String, Object> settings = Map.of("host", "127.0.0.1", "port", port, "encryption", "none");
        api.put("/providers/inbox", site, Map.of("preset", "smtp", "settings", settings));
        return Integer.toString(port);
    }

    private String routing(String site) throws IOException {
        api.put("/routing", site, Map.of("default", "inbox", "fallbacks", List.of(), "rules", List.of()));
        return "inbox";
    }

    private String once(String name, Step step) {
        String known = done.get(name);
        if (known != null) {
            return known;
        }
        String value = repeat(step);
        if (value.isEmpty()) {
            throw new Refusal("The first start got an answer without what it asked for (" + name + ").");
        }
        done.put(name, value);
        PrivateFile.write(journal, done);
        return value;
    }

    private static String repeat(Step step) {
        Instant deadline = Instant.now().plus(STEP_BOUND);
        while (true) {
            try {
                return step.run();
            } catch (IOException e) {
                boolean hopeless = e instanceof SiteApi.Unexpected answer && !answer.mayPass();
                if (hopeless
                        || Instant.now().isAfter(deadline)
                        || Thread.currentThread().isInterrupted()) {
                    throw new Refusal("The first start did not succeed: " + e.getMessage() + ".", e);
                }
                Pause.of(PAUSE);
            }
        }
    }

    private static String timeZone() {
        String id = ZoneId.systemDefault().getId();
        return id.equals("Z") || id.equals("GMT") ? "UTC" : id;
    }
}
