package io.asteris.ingest.provider.mailgun;

import static io.asteris.ingest.provider.ProviderJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.asteris.ingest.provider.ProviderJson;
import io.asteris.ingest.provider.UnreadablePostException;
import java.util.Locale;
import java.util.Optional;

/** A post of Mailgun's in either of its forms, as far as its signature is concerned. */
record MailgunPost(Optional<Signed> signature, Optional<JsonNode> json, Optional<MailgunForm> form) {
    /** What is signed, and with what. */
    record Signed(String timestamp, String token, String signature) {}

    /** @throws UnreadablePostException when it is neither JSON nor a form */
    static MailgunPost read(byte[] body, String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/form-data")) {
            MailgunForm form = MailgunForm.read(body, contentType);
            return new MailgunPost(
                    signed(form.last("timestamp"), form.last("token"), form.last("signature")),
                    Optional.empty(),
                    Optional.of(form));
        }
        JsonNode json = ProviderJson.read(body);
        JsonNode signature = json.path("signature");
        return new MailgunPost(
                signed(
                        text(signature.path("timestamp")),
                        text(signature.path("token")),
                        text(signature.path("signature"))),
                Optional.of(json),
                Optional.empty());
    }

    private static Optional<Signed> signed(
            Optional<String> timestamp, Optional<String> token, Optional<String> signature) {
        return timestamp.flatMap(time -> token.flatMap(once -> signature.map(proof -> new Signed(time, once, proof))));
    }
}
