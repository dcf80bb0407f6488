package io.asteris.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asteris.local.Refusal;
import io.asteris.local.chaos.RunningSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what no service could read, and lets one be read again after a fix. */
@Command(name = "dlq", description = "Lists dead letters and quarantined posts of all services; replays one by its id.")
final class DlqCommand implements Callable<Integer> {
    private static final String PATH = "/wp-json/asteris/v1/smtp/dead-letters";
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final int ACCEPTED = 202;

    /** What to do. */
    enum Action {
        LIST,
        REPLAY
    }

    @Mixin
    DataOption where = new DataOption();

    @Parameters(index = "0", arity = "0..1", description = "What to do: ${COMPLETION-CANDIDATES} (list).")
    Action action = Action.LIST;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ID",
            description = "replay: the letter's id, as list shows it.")
    Optional<String> id = Optional.empty();

    @Option(names = "--service", description = "Only this service's.")
    Optional<String> service = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Spec
    CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunningSet set = RunningSet.in(where.data);
        String query = service.map(name -> "?service=" + encode(name)).orElse("");
        return switch (action) {
            case LIST -> list(call(set, "GET", PATH + query));
            case REPLAY ->
                replay(call(
                        set,
                        "POST",
                        PATH + "/" + encode(id.orElseThrow(() -> new Refusal("Say which: dlq replay ID."))) + "/replay"
                                + query));
        };
    }

    private int list(HttpResponse<byte[]> answer) throws IOException {
        JsonNode read = new ObjectMapper().readTree(answer.body());
        if (answer.statusCode() / 100 != 2) {
            throw new Refusal(read.path("detail").asText("The letters cannot be listed."));
        }
        PrintWriter out = command.commandLine().getOut();
        for (JsonNode letter : read.path("data")) {
            out.printf(
                    "%s  %s  %s%n    %s%n",
                    letter.path("at").asText(),
                    letter.path("topic").asText(),
                    letter.path("id").asText(),
                    letter.path("reason").asText());
        }
        if (read.path("data").isEmpty()) {
            out.println("There are no dead letters.");
        }
        read.path("unavailable").forEach(name -> out.println(name.asText() + " does not answer."));
        return read.path("unavailable").isEmpty() ? 0 : 1;
    }

    private int replay(HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() != ACCEPTED) {
            throw new Refusal(
                    new ObjectMapper().readTree(answer.body()).path("detail").asText("It cannot be replayed."));
        }
        command.commandLine().getOut().println("It is being read again.");
        return 0;
    }

    private static HttpResponse<byte[]> call(RunningSet set, String method, String path)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(set.env("ASTERIS_URL") + path))
                .timeout(BOUND)
                .header("Authorization", "Bearer " + set.env("ASTERIS_ADMIN_KEY"))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
