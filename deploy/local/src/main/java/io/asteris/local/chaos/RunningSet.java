package io.asteris.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A set that runs, as its users see it: the addresses and keys of its {@code env} file, REST, the inbox and the pid files. */
public final class RunningSet {
    private static final String API = "/wp-json/asteris/v1/smtp";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, String> env;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private RunningSet(Path folder, Map<String, String> env) {
        this.folder = folder;
        this.env = env;
    }

    /** The set whose data lies in that folder. */
    public static RunningSet in(Path folder) {
        Map<String, String> env = new HashMap<>();
        try {
            for (String line : Files.readAllLines(folder.resolve("env"))) {
                int equals = line.indexOf('=');
                if (equals > 0 && !line.startsWith("#")) {
                    env.put(
                            line.substring(0, equals),
                            line.substring(equals + 1).replaceAll("^['\"]|['\"]$", ""));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("there is no set in " + folder, unreadable);
        }
        return new RunningSet(folder, Map.copyOf(env));
    }

    /** The same set in the hands of another site's owner. */
    RunningSet as(String site, String key) {
        Map<String, String> other = new HashMap<>(env);
        other.put("ASTERIS_SITE", site);
        other.put("ASTERIS_KEY", key);
        return new RunningSet(folder, Map.copyOf(other));
    }

    /** Calls of which the dispatcher never learnt what came of them, as its own table has it. */
    long unknownCalls() throws IOException {
        try (Connection connection = database();
                Statement statement = connection.createStatement();
                ResultSet count =
                        statement.executeQuery("SELECT count(*) FROM dispatcher.attempt WHERE answer = 'unknown'")) {
            count.next();
            return count.getLong(1);
        } catch (SQLException unreadable) {
            throw new IOException("the dispatcher's attempts cannot be counted", unreadable);
        }
    }

    /** A connection to the set's database, as its owner. */
    public Connection database() throws SQLException {
        URI database = URI.create(env("DATABASE_URL"));
        String[] user = database.getUserInfo().split(":", 2);
        String jdbc = "jdbc:postgresql://" + database.getHost() + ":" + database.getPort() + database.getPath();
        return DriverManager.getConnection(jdbc, user[0], user[1]);
    }

    /** A value of the {@code env} file, such as {@code ASTERIS_URL}. */
    public String env(String name) {
        String value = env.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the env file has no " + name);
        }
        return value;
    }

    /** The folder in which the set keeps everything. */
    public Path folder() {
        return folder;
    }

    /** A request below the API's base path, with the site's key; add what else it needs, then {@link #send}. */
    public HttpRequest.Builder api(String path) {
        return HttpRequest.newBuilder(URI.create(env("ASTERIS_URL") + API + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + env("ASTERIS_KEY"));
    }

    /** Posts a JSON body below the API's base path. */
    public HttpResponse<String> post(String path, String json, String... headers)
            throws IOException, InterruptedException {
        var request =
                api(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** Reads a path of the API. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(api(path).GET().build());
    }

    /** Sends any request to the set. */
    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** How often each subject that contains that text stands in the inbox. */
    public Map<String, Integer> inboxSubjects(String text) throws IOException, InterruptedException {
        Map<String, Integer> counts = new HashMap<>();
        inboxMessages(text)
                .forEach(message -> counts.merge(message.get("subject").asText(), 1, Integer::sum));
        return counts;
    }

    private List<JsonNode> inboxMessages(String text) throws IOException, InterruptedException {
        List<JsonNode> messages = new ArrayList<>();
        String cursor = "";
        do {
            String query = "?limit=1000&subject=" + URLEncoder.encode(text, StandardCharsets.UTF_8)
                    + (cursor.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
            JsonNode page = inbox("/messages" + query);
            page.get("data").forEach(messages::add);
            cursor = page.path("next_cursor").asText("");
        } while (!cursor.isEmpty());
        return messages;
    }

    /** When each subject that contains that text came to the inbox; of several copies the first. */
    Map<String, Instant> inboxArrivals(String text) throws IOException, InterruptedException {
        Map<String, Instant> arrivals = new HashMap<>();
        for (JsonNode message : inboxMessages(text)) {
            Instant at = Instant.parse(message.get("received_at").asText());
            arrivals.merge(message.get("subject").asText(), at, (one, other) -> one.isBefore(other) ? one : other);
        }
        return arrivals;
    }

    /** Reads a path of the inbox. */
    public JsonNode inbox(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(env("ASTERIS_INBOX_URL") + path))
                .timeout(TIMEOUT)
                .build());
        if (answer.statusCode() != 200) {
            throw new IOException("the inbox answered " + answer.statusCode() + " to " + path);
        }
        return JSON.readTree(answer.body());
    }

    /** Saves the content of a message of the inbox, as it came, in that file. */
    public void inboxContent(String id, Path file) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(env("ASTERIS_INBOX_URL") + "/messages/" + id + "/raw"))
                .timeout(TIMEOUT)
                .build();
        HttpResponse<Path> answer = http.send(request, HttpResponse.BodyHandlers.ofFile(file));
        if (answer.statusCode() != 200) {
            throw new IOException("the inbox answered " + answer.statusCode() + " to the content of " + id);
        }
    }

    /** What stands for an answer that is not there. */
    static JsonNode nothing() {
        return JSON.missingNode();
    }

    /** Parses an answer of the API. */
    public static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    /** The id of a process of the set. */
    public long pid(String name) throws IOException {
        return Long.parseLong(
                Files.readString(folder.resolve("run").resolve(name + ".pid")).strip());
    }

    /** Kills a process of the set as a power cut would ({@code kill -9}). */
    public void kill(String name) throws IOException {
        ProcessHandle.of(pid(name)).ifPresent(ProcessHandle::destroyForcibly);
    }
}
