package io.asteris.platform.egress;

import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request to the outside.
 *
 * @param target where to; https, or http to what the operator allowed
 * @param headers beside Host and Content-Length, which the client sets
 * @param within how long all of it may take, from looking the name up to the last octet of the answer
 */
public record HttpCall(HttpMethod method, URI target, Map<String, String> headers, HttpBody body, Duration within) {
    /** RELIABILITY 4: the whole call. */
    public static final Duration WHOLE = Duration.ofSeconds(60);

    public HttpCall {
        headers = Map.copyOf(headers);
    }

    /** Fetches something. */
    public static HttpCall get(URI target) {
        return new HttpCall(HttpMethod.GET, target, Map.of(), HttpBody.NONE, WHOLE);
    }

    /** Posts a body of that media type. */
    public static HttpCall post(URI target, String contentType, HttpBody body) {
        return new HttpCall(HttpMethod.POST, target, Map.of("Content-Type", contentType), body, WHOLE);
    }

    /** The same with one more header. */
    public HttpCall with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpCall(method, target, more, body, within);
    }

    /** The same with another limit of time. */
    public HttpCall within(Duration limit) {
        return new HttpCall(method, target, headers, body, limit);
    }

    /** Without query, headers or body: those hold keys and addresses. */
    @Override
    public String toString() {
        return method + " " + target.getHost() + target.getPath();
    }
}
