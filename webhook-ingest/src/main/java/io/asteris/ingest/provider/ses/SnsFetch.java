package io.asteris.ingest.provider.ses;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.Optional;

/** Reads a document at SNS. The one door through which this service calls anybody. */
public interface SnsFetch {
    /** Its octets, at most 64 KiB; empty when it cannot be had now, whatever the reason. Never fails. */
    Uni<Optional<byte[]>> get(URI address);
}
