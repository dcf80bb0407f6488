package io.asteris.contract.event;

import io.asteris.contract.Topic;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every event type in its current version, with the topic on which it travels and the record that carries it. */
public enum EventType {
    MESSAGE_ACCEPTED("mail.message.accepted.v1", Topic.MAIL_ACCEPTED, MessageAccepted.class),
    ATTEMPT_RECORDED("mail.attempt.recorded.v1", Topic.MAIL_ATTEMPTS, AttemptRecorded.class),
    MESSAGE_STATE_CHANGED("mail.message.state.v1", Topic.MAIL_ATTEMPTS, MessageStateChanged.class),
    CANCEL_ORDERED("mail.cancel.ordered.v1", Topic.MAIL_ORDERS, CancelOrdered.class),
    RESEND_ORDERED("mail.resend.ordered.v1", Topic.MAIL_ORDERS, ResendOrdered.class),
    ERASE_ORDERED("mail.erase.ordered.v1", Topic.MAIL_ORDERS, EraseOrdered.class),
    RECIPIENT_DELIVERED("mail.recipient.delivered.v1", Topic.MAIL_EVENTS, RecipientEvent.Delivered.class),
    RECIPIENT_DEFERRED("mail.recipient.deferred.v1", Topic.MAIL_EVENTS, RecipientEvent.Deferred.class),
    RECIPIENT_BOUNCED("mail.recipient.bounced.v1", Topic.MAIL_EVENTS, RecipientEvent.Bounced.class),
    RECIPIENT_COMPLAINED("mail.recipient.complained.v1", Topic.MAIL_EVENTS, RecipientEvent.Complained.class),
    RECIPIENT_UNSUBSCRIBED("mail.recipient.unsubscribed.v1", Topic.MAIL_EVENTS, RecipientEvent.Unsubscribed.class),
    RECIPIENT_OPENED("mail.recipient.opened.v1", Topic.MAIL_EVENTS, RecipientEvent.Opened.class),
    RECIPIENT_CLICKED("mail.recipient.clicked.v1", Topic.MAIL_EVENTS, RecipientEvent.Clicked.class),
    SUPPRESSION_CHANGED("suppression.changed.v1", Topic.SUPPRESSIONS, SuppressionChanged.class),
    ALERT_RAISED("alert.raised.v1", Topic.ALERTS, AlertEvent.Raised.class),
    ALERT_CLEARED("alert.cleared.v1", Topic.ALERTS, AlertEvent.Cleared.class),
    SITE_CHANGED("site.changed.v1", Topic.SITES, SiteChanged.class),
    PROVIDER_CHANGED("provider.changed.v1", Topic.SETTINGS, ProviderChanged.class),
    ROUTING_CHANGED("routing.changed.v1", Topic.SETTINGS, RoutingChanged.class),
    LOG_SETTINGS_CHANGED("log-settings.changed.v1", Topic.SETTINGS, LogSettingsChanged.class),
    DNS_CHANGED("dns.changed.v1", Topic.SETTINGS, DnsChanged.class);

    private static final Map<String, EventType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::typeName, Function.identity()));
    private static final Map<Class<?>, EventType> BY_CLASS =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::record, Function.identity()));

    private final String typeName;
    private final Topic topic;
    private final Class<? extends Event> record;

    EventType(String typeName, Topic topic, Class<? extends Event> record) {
        this.typeName = typeName;
        this.topic = topic;
        this.record = record;
    }

    /** The CloudEvents type, which ends in its version. */
    public String typeName() {
        return typeName;
    }

    /** Where the type travels. */
    public Topic topic() {
        return topic;
    }

    /** The record of its fields. */
    public Class<? extends Event> record() {
        return record;
    }

    /** The type of an event. */
    public static EventType of(Event event) {
        // Every permitted record stands in the table; a test holds the two together.
        return BY_CLASS.get(event.getClass());
    }

    /** The type of that name; empty when a newer service wrote it and this one does not know it. */
    public static Optional<EventType> named(String typeName) {
        return Optional.ofNullable(BY_NAME.get(typeName));
    }
}
