package io.asteris.dispatcher.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An authorisation server with the mail API behind it, on a loopback port. Its refresh tokens rotate when it is told so, and then it
 * is stricter than any real one: a refresh token used a second time ends the whole consent.
 */
public final class FakeOAuthServer implements AutoCloseable {
    /** What a consent always grants unless a test says otherwise. */
    public static final String GMAIL_SCOPE = "https://www.googleapis.com/auth/gmail.send openid";

    private final HttpServer server;
    private final Set<String> refreshTokens = ConcurrentHashMap.newKeySet();
    private final Set<String> accessTokens = ConcurrentHashMap.newKeySet();
    private final Map<String, String> codes = new ConcurrentHashMap<>();
    private final List<Map<String, String>> tokenCalls = new CopyOnWriteArrayList<>();
    private final List<Send> sends = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedDeque<Scripted> tokenScript = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<Scripted> sendScript = new ConcurrentLinkedDeque<>();
    private final AtomicInteger minted = new AtomicInteger();
    private volatile boolean rotates;
    private volatile boolean down;
    private volatile String scope = GMAIL_SCOPE;
    private volatile Scripted taken = new Scripted(200, Map.of(), "{\"id\":\"18f3a0b1c2d3e4f5\"}");
    private volatile Scripted account = new Scripted(200, Map.of(), "{}");

    public FakeOAuthServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** What settings name as authorise_url, token_url and base_url. */
    public String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A refresh token of a consent that was given before. */
    public String givenRefreshToken() {
        return mintRefresh();
    }

    /** A code as the consent screen gives it, for whoever can show what that challenge was made of. */
    public String code(String challenge) {
        String code = "code-" + minted.incrementAndGet();
        codes.put(code, challenge);
        return code;
    }

    /** Each refresh gives a new refresh token from now on. */
    public void rotateRefreshTokens() {
        rotates = true;
    }

    /** Whether the token endpoint is out of order. */
    public void setDown(boolean isDown) {
        down = isDown;
    }

    /** What consents and refreshes grant from now on. */
    public void grant(String scopes) {
        scope = scopes;
    }

    /** Takes the consent back, as an owner does in the account's settings. */
    public void revoke() {
        refreshTokens.clear();
        accessTokens.clear();
    }

    /** The API takes none of the access tokens given so far any more. */
    public void expireAccessTokens() {
        accessTokens.clear();
    }

    /** The next call of the token endpoint is answered with this. */
    public void answerToken(Scripted answer) {
        tokenScript.add(answer);
    }

    /** The next message is answered with this. */
    public void answerSend(Scripted answer) {
        sendScript.add(answer);
    }

    /** Messages are answered with this when nothing else is said. */
    public void setTaken(Scripted answer) {
        taken = answer;
    }

    /** The question who the account is is answered with this. */
    public void setAccount(Scripted answer) {
        account = answer;
    }

    public List<Map<String, String>> tokenCalls() {
        return tokenCalls;
    }

    public List<Send> sends() {
        return sends;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/token")) {
            answer(exchange, token(form(body)));
        } else if (path.endsWith("/send") || path.endsWith("/sendMail")) {
            answer(exchange, send(exchange, body));
        } else {
            answer(exchange, isKnown(exchange) ? account : UNAUTHORISED);
        }
    }

    private Scripted token(Map<String, String> form) {
        tokenCalls.add(form);
        if (down) {
            return new Scripted(503, Map.of(), "{\"error\":\"temporarily_unavailable\"}");
        }
        Scripted scripted = tokenScript.poll();
        if (scripted != null) {
            return scripted;
        }
        return switch (form.getOrDefault("grant_type", "")) {
            case "refresh_token" -> refreshed(form.getOrDefault("refresh_token", ""));
            case "authorization_code" ->
                Consents.challenge(form.getOrDefault("code_verifier", "")).equals(codes.remove(form.get("code")))
                        ? granted(mintRefresh())
                        : INVALID_GRANT;
            default -> INVALID_GRANT;
        };
    }

    private Scripted refreshed(String refreshToken) {
        boolean known = rotates ? refreshTokens.remove(refreshToken) : refreshTokens.contains(refreshToken);
        if (!known) {
            revoke();
            return INVALID_GRANT;
        }
        return granted(rotates ? mintRefresh() : null);
    }

    private Scripted granted(@Nullable String refreshToken) {
        String access = "ya29.access-canary-" + minted.incrementAndGet();
        accessTokens.add(access);
        String refresh = refreshToken == null ? "" : ",\"refresh_token\":\"" + refreshToken + "\"";
        return new Scripted(
                200,
                Map.of(),
                "{\"access_token\":\"%s\",\"expires_in\":3599,\"scope\":\"%s\",\"token_type\":\"Bearer\"%s}"
                        .formatted(access, scope, refresh));
    }

    private String mintRefresh() {
        String token = "1//refresh-canary-" + minted.incrementAndGet();
        refreshTokens.add(token);
        return token;
    }

    private Scripted send(HttpExchange exchange, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        sends.add(new Send(exchange.getRequestURI().toString(), headers, Buffer.buffer(body)));
        Scripted scripted = sendScript.poll();
        if (scripted != null) {
            return scripted;
        }
        return isKnown(exchange) ? taken : UNAUTHORISED;
    }

    private boolean isKnown(HttpExchange exchange) {
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        return accessTokens.contains(authorization.replaceFirst("^Bearer ", ""));
    }

    private static void answer(HttpExchange exchange, Scripted answer) throws IOException {
        if (answer.status() == 0) {
            // Cut after the request, before an answer.
            exchange.close();
            return;
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Map<String, String> form(byte[] body) {
        Map<String, String> form = new HashMap<>();
        for (String field : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            int at = field.indexOf('=');
            if (at > 0) {
                form.put(field.substring(0, at), URLDecoder.decode(field.substring(at + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static final Scripted INVALID_GRANT = new Scripted(
            400,
            Map.of(),
            "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}");
    private static final Scripted UNAUTHORISED = new Scripted(
            401,
            Map.of(),
            "{\"error\":{\"code\":401,\"message\":\"Invalid Credentials\",\"status\":\"UNAUTHENTICATED\"}}");

    /** An answer; the status 0 cuts the connection instead. */
    public record Scripted(int status, Map<String, String> headers, String body) {}

    /** A message as it was received; headers by lower-case name. */
    public record Send(String target, Map<String, String> headers, Buffer body) {}
}
