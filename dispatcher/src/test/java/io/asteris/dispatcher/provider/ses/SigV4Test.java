package io.asteris.dispatcher.provider.ses;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.platform.egress.HttpBody;
import io.asteris.platform.egress.HttpCall;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SigV4Test {
    private final JsonObject vector = new JsonObject(AnswerRow.resource("ses-sigv4-vector.json"));

    @Test
    void theSignatureIsThatOfTheOfficialSigner() {
        // Given
        JsonObject request = vector.getJsonObject("request");
        JsonObject signed = vector.getJsonObject("signed_headers");
        var call = HttpCall.post(
                URI.create("https://" + request.getString("host") + request.getString("path")),
                "application/json",
                HttpBody.of(request.getString("body")));

        // When
        Map<String, String> headers =
                signer().sign(call, Instant.parse(vector.getString("date"))).headers();

        // Then
        for (String name : new String[] {"x-amz-date", "x-amz-content-sha256"}) {
            assertThat(headers).containsEntry(name, signed.getString(name));
        }
        assertThat(headers).containsEntry("Authorization", signed.getString("authorization"));
    }

    @Test
    void aPortThatIsNotTheSchemesOwnIsSigned() {
        // Given
        Instant now = Instant.parse("2026-01-15T10:00:00Z");

        // Then
        assertThat(signature("https://localhost:8443/v2/email/account", now))
                .isNotEqualTo(signature("https://localhost/v2/email/account", now));
        assertThat(signature("https://localhost:443/v2/email/account", now))
                .isEqualTo(signature("https://localhost/v2/email/account", now));
    }

    @Test
    void theSecretIsNotShown() {
        assertThat(signer()).asString().doesNotContain("wJalrX").doesNotContain("AKID");
    }

    private String signature(String target, Instant now) {
        return signer().sign(HttpCall.get(URI.create(target)), now).headers().get("Authorization");
    }

    private SigV4 signer() {
        JsonObject credentials = vector.getJsonObject("credentials");
        return new SigV4(
                credentials.getString("accessKeyId"),
                credentials.getString("secretAccessKey"),
                vector.getString("region"),
                vector.getString("service"));
    }
}
