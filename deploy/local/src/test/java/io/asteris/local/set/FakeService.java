package io.asteris.local.set;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Stands in for every service: healthy at once, notes the calls that change something, and knows them after a restart. */
final class FakeService {
    private static final String PREFIX = "/wp-json/asteris/v1/smtp";

    private FakeService() {}

    public static void main(String[] arguments) throws IOException {
        Path journal = Path.of(System.getProperty("asteris.test.journal"));
        listen("QUARKUS_MANAGEMENT_PORT", exchange -> "{}");
        listen("QUARKUS_HTTP_PORT", exchange -> answer(exchange, journal));
    }

    private interface Answer {
        String to(HttpExchange exchange) throws IOException;
    }

    private static void listen(String variable, Answer answer) throws IOException {
        int port = Integer.parseInt(System.getenv(variable));
        HttpServer server = HttpServer.create(new InetSocketAddress(System.getenv("QUARKUS_HTTP_HOST"), port), 0);
        server.createContext("/", exchange -> {
            byte[] body = answer.to(exchange).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private static String answer(HttpExchange exchange, Path journal) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(PREFIX.length());
        String known = Files.exists(journal) ? Files.readString(journal) : "";
        String call = exchange.getRequestMethod() + " " + path;
        if (!exchange.getRequestMethod().equals("GET")) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String site = String.valueOf(exchange.getRequestHeaders().getFirst("X-Asteris-Site"));
            Files.writeString(
                    journal,
                    call + " " + site + " " + body + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        return switch (call) {
            case "GET /sites" ->
                known.contains("POST /sites ") ? "{\"data\":[{\"id\":\"s1\",\"name\":\"My shop\"}]}" : "{\"data\":[]}";
            case "POST /sites" -> "{\"id\":\"s1\"}";
            case "GET /sites/s1/keys" ->
                known.contains("POST /sites/s1/keys ")
                        ? "{\"data\":[{\"id\":\"k1\",\"name\":\"Owner\"}]}"
                        : "{\"data\":[]}";
            case "POST /sites/s1/keys" -> "{\"id\":\"k1\",\"key\":\"ast_owner\"}";
            default -> "{\"lease\":\"" + System.getProperty("asteris.dispatcher.lease") + "\"}";
        };
    }
}
