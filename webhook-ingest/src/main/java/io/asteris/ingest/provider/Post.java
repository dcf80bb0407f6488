package io.asteris.ingest.provider;

import io.asteris.contract.SiteId;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What somebody posted, before anything of it is believed.
 *
 * @param site the site that the path names; empty when it names none
 * @param header reads a header of the request, whatever the case of its name
 * @param body the octets as they came; nobody changes them
 */
// Compared nowhere, and up to 2 MB: no copies.
@SuppressWarnings("ArrayRecordComponent")
public record Post(
        WebhookProvider provider, Optional<SiteId> site, Function<String, @Nullable String> header, byte[] body) {

    /** The content type as it came; empty when there is none. */
    public String contentType() {
        String type = header.apply("Content-Type");
        return type == null ? "" : type;
    }

    @Override
    public String toString() {
        return provider.word() + " post of " + body.length + " octets";
    }
}
