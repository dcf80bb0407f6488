package io.asteris.dispatcher.provider.mailgun;

import io.asteris.dispatcher.provider.api.Octets;
import io.asteris.platform.egress.HttpBody;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A form with files (RFC 7578), written while it is sent. */
final class MultipartForm {
    /** Random, so that nobody who writes a part can guess it. */
    private final String boundary = "asteris-" + UUID.randomUUID();

    private final List<HttpBody> parts = new ArrayList<>();

    /** One more field. */
    MultipartForm field(String name, String value) {
        return part("name=\"" + quoted(name) + "\"\r\n\r\n", HttpBody.of(value));
    }

    /** One more file. */
    MultipartForm file(String name, String filename, String contentType, byte[] octets) {
        return part(
                "name=\"" + quoted(name) + "\"; filename=\"" + quoted(filename) + "\"\r\nContent-Type: " + contentType
                        + "\r\n\r\n",
                Octets.plain(octets));
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    HttpBody body() {
        List<HttpBody> all = new ArrayList<>(parts);
        all.add(HttpBody.of("--" + boundary + "--\r\n"));
        return Octets.join(all);
    }

    private MultipartForm part(String about, HttpBody content) {
        parts.add(HttpBody.of("--" + boundary + "\r\nContent-Disposition: form-data; " + about));
        parts.add(content);
        parts.add(HttpBody.of("\r\n"));
        return this;
    }

    /** RFC 7578 4.2, as browsers do it. */
    private static String quoted(String text) {
        return text.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }
}
