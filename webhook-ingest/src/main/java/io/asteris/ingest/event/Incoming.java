package io.asteris.ingest.event;

import io.asteris.contract.AddressHash;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.ingest.provider.ProviderEvent;
import io.asteris.ingest.provider.Signatures;
import io.asteris.ingest.suppression.ListedAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One event of one post, with its address read.
 *
 * @param hash of the address within the site; empty when mail could never have gone to it
 */
record Incoming(SiteId site, UUID post, ProviderEvent said, ListedAddress address, Optional<AddressHash> hash) {
    private static final String SEPARATOR = "\n";

    /** What comes back as our tag, when it can be one. */
    Optional<MessageId> tag() {
        return said.tag().flatMap(MessageId::parse);
    }

    /**
     * The names under which it is known: a repeat bears one of them. A provider's id may change between two tries; message, word,
     * recipient and time do not.
     */
    List<String> names() {
        String provider = said.meaning().provider().word();
        List<String> names = new ArrayList<>();
        said.eventId().ifPresent(id -> names.add(name(provider, "id", id)));
        names.add(name(
                provider,
                "what",
                said.providerMessage().or(said::tag).orElse(""),
                said.meaning().event(),
                address.canonical(),
                said.at().toString()));
        return names;
    }

    /** Hashed, so that the memory of names holds no address. */
    private static String name(String... parts) {
        return Signatures.fingerprint(String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8));
    }
}
