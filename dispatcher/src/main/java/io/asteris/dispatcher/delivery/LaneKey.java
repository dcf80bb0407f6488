package io.asteris.dispatcher.delivery;

import io.asteris.contract.SiteId;

/** Names a lane: the mail of one site over one of its providers. */
public record LaneKey(SiteId site, String provider) {
    /** {@code site/provider}, as events name it. */
    public String text() {
        return site.value() + '/' + provider;
    }

    @Override
    public String toString() {
        return text();
    }
}
