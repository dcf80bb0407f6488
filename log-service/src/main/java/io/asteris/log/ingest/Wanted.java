package io.asteris.log.ingest;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.ContentPart;
import io.asteris.log.settings.LogSettings;
import io.asteris.platform.content.BlobId;
import java.util.ArrayList;
import java.util.List;

/**
 * A message whose content is to be read.
 *
 * @param settings what its site keeps of it
 * @param sensitive whether the caller said that it carries secrets
 */
record Wanted(SiteId site, MessageId message, LogSettings settings, boolean sensitive, boolean body) {
    /** What a site that logs keeps. */
    static Wanted of(SiteId site, MessageId message, LogSettings settings, boolean sensitive) {
        return new Wanted(site, message, settings, sensitive, settings.body());
    }

    /** What is shown of a failure where nothing is logged. */
    static Wanted withoutBody(SiteId site, MessageId message, LogSettings settings, boolean sensitive) {
        return new Wanted(site, message, settings, sensitive, false);
    }

    List<BlobId> blobs() {
        var ids = new ArrayList<BlobId>(2);
        ids.add(new BlobId(site, message, ContentPart.ENVELOPE));
        if (body) {
            ids.add(new BlobId(site, message, ContentPart.BODY));
        }
        return ids;
    }
}
