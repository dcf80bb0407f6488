package io.asteris.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.asteris.contract.SiteId;

/**
 * A fact that one service tells the others. Its type stands in the record's {@code ce_type} header and nowhere else;
 * {@link EventType} knows the topic.
 */
public sealed interface Event
        permits MessageAccepted,
                AttemptRecorded,
                MessageStateChanged,
                CancelOrdered,
                ResendOrdered,
                EraseOrdered,
                RecipientEvent,
                SuppressionChanged,
                AlertEvent,
                SiteChanged,
                ProviderChanged,
                RoutingChanged,
                LogSettingsChanged,
                DnsChanged {

    /** The site that the fact is about; {@code ce_source} is {@code /sites/{site}}. */
    SiteId site();

    /** The record's key: what must stay in order with it, and what a compacted topic keeps the last of. */
    @JsonIgnore
    String key();

    /** What the key names, as {@code ce_subject}. */
    @JsonIgnore
    default String subject() {
        return key();
    }
}
