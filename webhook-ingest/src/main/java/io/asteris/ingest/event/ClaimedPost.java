package io.asteris.ingest.event;

import io.asteris.contract.SiteId;
import io.asteris.ingest.provider.Reading;
import io.asteris.ingest.provider.WebhookProvider;
import java.util.Optional;
import java.util.UUID;

/**
 * A kept post that this transaction has taken, read.
 *
 * @param young whether it came so lately that the facts it is about may still be under way
 * @param reading what it says; empty when nobody can read it
 * @param trouble why not
 */
record ClaimedPost(
        UUID id, SiteId site, WebhookProvider provider, boolean young, Optional<Reading> reading, String trouble) {}
