package io.asteris.contract;

/** The topics on which facts travel between the services. */
public enum Topic {
    MAIL_ACCEPTED("mail.accepted"),
    MAIL_ORDERS("mail.orders"),
    MAIL_ATTEMPTS("mail.attempts"),
    MAIL_EVENTS("mail.events"),
    SUPPRESSIONS("suppressions"),
    SITES("sites"),
    SETTINGS("settings"),
    ALERTS("alerts");

    private final String topicName;

    Topic(String topicName) {
        this.topicName = topicName;
    }

    /** The name at the broker. */
    public String topicName() {
        return topicName;
    }

    /** The topic that takes this topic's records which no consumer could read. */
    public String deadLetterName() {
        return topicName + ".dlq";
    }
}
