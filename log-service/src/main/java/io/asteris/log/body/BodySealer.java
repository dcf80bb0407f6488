package io.asteris.log.body;

import io.asteris.contract.MessageId;
import io.asteris.contract.content.ContentPart;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.content.SiteSealer;
import org.jspecify.annotations.Nullable;

/**
 * Packs and seals the bodies of one site.
 *
 * @param with the dictionary that the site uses now; absent when it has none
 */
public record BodySealer(SiteSealer site, @Nullable SiteDictionary with) {
    /**
     * The body as it lies in the table.
     *
     * @param body the JSON of a {@link LoggedBody}
     */
    public SealedBlob seal(MessageId message, byte[] body) {
        return site.sealPacked(message, ContentPart.BODY, PackedBody.pack(body, with));
    }
}
