package io.asteris.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.platform.http.ProblemException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes in, the reader gives a request or a problem: anything else would be answered as our own fault. */
class RequestReaderFuzzTest {
    private static final byte[] SOUND = Requests.json(
                    ",\"cc\":[\"c@b.example\"],\"html\":\"\\u00e9\",\"headers\":{\"X-A\":\"1\"},\"attachments\":[{\"filename\":\"a\","
                            + "\"content\":\"AQ\\u003d=\",\"content_id\":\"x\"}],\"source\":{\"slug\":\"s\"},\"tags\":[\"t\"],"
                            + "\"metadata\":{\"k\":1.5},\"expires_at\":\"2027-01-01T00:00:00Z\","
                            + "\"unsubscribe_url\":\"https://s.example/\",\"sensitive\":true,\"on_unknown\":\"hold\"")
            .getBytes(StandardCharsets.UTF_8);

    @Property(tries = 3000)
    void spoiledOctetsAreARequestOrAProblem(
            @ForAll("places") int place, @ForAll byte octet, @ForAll("places") int end) {
        byte[] spoiled = SOUND.clone();
        spoiled[place] = octet;
        byte[] cut = new byte[Math.max(end, 1)];
        System.arraycopy(spoiled, 0, cut, 0, cut.length);
        reads(spoiled);
        reads(cut);
    }

    @Property(tries = 2000)
    void anyJsonIsARequestOrAProblem(@ForAll("json") String json) {
        reads(json.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 1000)
    void anyOctetsAreARequestOrAProblem(@ForAll byte[] octets) {
        reads(octets);
    }

    private static void reads(byte[] body) {
        try {
            assertThat(RequestReader.message(body, Requests.RULES)).isNotNull();
        } catch (ProblemException expected) {
            assertThat(expected.type().status()).isBetween(400, 422);
        }
        try {
            assertThat(RequestReader.batch(body, Requests.RULES)).isNotEmpty();
        } catch (ProblemException expected) {
            assertThat(expected.type().status()).isBetween(400, 422);
        }
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, SOUND.length - 1);
    }

    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> value = Arbitraries.lazyOf(this::scalars, this::scalars, this::arrays, this::objects);
        return Combinators.combine(value, value).as((one, two) -> "[{\"to\":" + one + ",\"attachments\":" + two + "}]");
    }

    private Arbitrary<String> scalars() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "null",
                        "true",
                        "1e400",
                        "-0",
                        "\"\"",
                        "\"a@b.example\"",
                        "\"\\ud800\"",
                        "\"AQ==\"",
                        "99999999999"),
                Arbitraries.strings()
                        .ascii()
                        .ofMaxLength(12)
                        .map(text -> '"' + text.replaceAll("[\"\\\\\\p{Cntrl}]", "") + '"'));
    }

    private Arbitrary<String> arrays() {
        return scalars().list().ofMaxSize(4).map(values -> "[" + String.join(",", values) + "]");
    }

    private Arbitrary<String> objects() {
        Arbitrary<String> names = Arbitraries.of("filename", "content", "content_type", "content_id", "x");
        return Combinators.combine(names, scalars(), arrays())
                .as((name, value, array) -> "[{\"" + name + "\":" + value + ",\"y\":" + array + "}]");
    }
}
