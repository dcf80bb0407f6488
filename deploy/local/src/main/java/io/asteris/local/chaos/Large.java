package io.asteris.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends messages with 20 MB of attachments each through a set, at the same time, and holds what arrived against what was sent. */
public final class Large {
    /** Those whose memory is looked at. */
    private static final List<String> SERVICES =
            List.of("send-gateway", "dispatcher", "log-service", "webhook-ingest", "deliverability");

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final RunningSet set;

    public Large(RunningSet set) {
        this.set = set;
    }

    /**
     * What became of one message.
     *
     * @param accepted from the first octet of the request to the {@code 202}, refusals for want of memory included
     * @param arrived from the first octet of the request until the inbox had the message
     * @param refused how often the gateway had no memory for it and asked to come back
     * @param wrong one line for each broken promise; empty when all was kept
     */
    public record Mail(Duration accepted, Duration arrived, int refused, List<String> wrong) {
        public Mail {
            wrong = List.copyOf(wrong);
        }
    }

    /**
     * What became of all.
     *
     * @param peaks the most memory that each service ever had, in kilobytes (VmHWM of Linux, proc(5)); 0 where it is not known
     * @param wrong one line for each service that did not survive
     */
    public record Report(List<Mail> mails, Map<String, Long> peaks, List<String> wrong) {
        public Report {
            mails = List.copyOf(mails);
            peaks = new LinkedHashMap<>(peaks);
            wrong = List.copyOf(wrong);
        }
    }

    /** Sends so many messages at once and waits until they are in the inbox and the log calls them sent. */
    public Report send(int messages) throws IOException, InterruptedException {
        Map<String, Long> before = pids();
        List<Mail> mails = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(messages)) {
            for (Future<Mail> mail : callers.invokeAll(Collections.<Callable<Mail>>nCopies(messages, this::sendOne))) {
                mails.add(mail.get());
            }
        } catch (ExecutionException failed) {
            throw new IOException("a large message did not go through", failed.getCause());
        }
        List<String> wrong = new ArrayList<>();
        Map<String, Long> after = pids();
        before.forEach((name, pid) -> {
            if (!pid.equals(after.get(name))) {
                wrong.add(name + " ended and was started again; its log says why");
            }
        });
        return new Report(mails, peaks(), wrong);
    }

    private Mail sendOne() throws IOException, InterruptedException {
        String subject = "large " + UUID.randomUUID();
        Path request = Files.createTempFile(set.folder(), "request", ".json");
        List<LargeMail.Attachment> expected = LargeMail.writeRequest(request, subject);
        long start = System.nanoTime();
        int refused = 0;
        HttpResponse<String> answer = post(request);
        while (answer.statusCode() == 503 && since(start).compareTo(PATIENCE) < 0) {
            refused++;
            Thread.sleep(Duration.ofSeconds(
                    answer.headers().firstValueAsLong("Retry-After").orElse(1)));
            answer = post(request);
        }
        if (answer.statusCode() != 202) {
            throw new IOException("a message was answered " + answer.statusCode() + " " + answer.body());
        }
        Duration accepted = since(start);
        JsonNode message = awaitArrival(subject, start);
        Duration arrived = since(start);
        List<String> wrong = new ArrayList<>(compare(expected, message));
        wrong.addAll(statusOf(RunningSet.json(answer).get("id").asText()));
        return new Mail(accepted, arrived, refused, wrong);
    }

    private HttpResponse<String> post(Path body) throws IOException, InterruptedException {
        return set.send(set.api("/send")
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofFile(body))
                .build());
    }

    private JsonNode awaitArrival(String subject, long start) throws IOException, InterruptedException {
        while (since(start).compareTo(PATIENCE) < 0) {
            JsonNode found = set.inbox("/messages?subject=" + subject.replace(" ", "%20"))
                    .get("data");
            if (!found.isEmpty()) {
                return found.get(0);
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        throw new IOException("the message was accepted, but did not come within " + PATIENCE.toSeconds() + " s");
    }

    private List<String> compare(List<LargeMail.Attachment> expected, JsonNode message)
            throws IOException, InterruptedException {
        Path content = Files.createTempFile(set.folder(), "arrived", ".eml");
        set.inboxContent(message.get("id").asText(), content);
        List<LargeMail.Attachment> arrived = LargeMail.read(content);
        List<String> wrong = new ArrayList<>();
        for (LargeMail.Attachment each : expected) {
            if (!arrived.contains(each)) {
                wrong.add("not as it was sent: " + each);
            }
        }
        if (arrived.size() != expected.size()) {
            wrong.add(expected.size() + " attachments were sent, " + arrived.size() + " arrived");
        }
        return wrong;
    }

    private List<String> statusOf(String id) throws IOException, InterruptedException {
        String status = "";
        for (long start = System.nanoTime(); since(start).compareTo(PATIENCE) < 0; Thread.sleep(BETWEEN_LOOKS)) {
            HttpResponse<String> answer = set.get("/logs/" + id);
            status = answer.statusCode() == 200
                    ? RunningSet.json(answer).path("status").asText()
                    : "answer " + answer.statusCode();
            if (status.equals("sent")) {
                return List.of();
            }
        }
        return List.of("the log does not call it sent: " + status);
    }

    private Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        for (String name : SERVICES) {
            try {
                pids.put(name, set.pid(name));
            } catch (IOException down) {
                pids.put(name, 0L);
            }
        }
        return pids;
    }

    private Map<String, Long> peaks() throws IOException {
        Map<String, Long> peaks = new LinkedHashMap<>();
        for (Map.Entry<String, Long> service : pids().entrySet()) {
            Path status = Path.of("/proc", service.getValue().toString(), "status");
            long kilobytes = 0;
            for (String line : Files.exists(status) ? Files.readAllLines(status) : List.<String>of()) {
                if (line.startsWith("VmHWM:")) {
                    kilobytes = Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
            peaks.put(service.getKey(), kilobytes);
        }
        return peaks;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
