package io.asteris.local.folder;

/** The ports a set uses, all on loopback; a service has one for requests and one for health and metrics. */
public enum Port {
    FRONT_DOOR,
    POSTGRES,
    KAFKA,
    KAFKA_CONTROLLER,
    INBOX_SMTP,
    INBOX_HTTP,
    SEND_GATEWAY,
    SEND_GATEWAY_MANAGEMENT,
    DISPATCHER,
    DISPATCHER_MANAGEMENT,
    LOG_SERVICE,
    LOG_SERVICE_MANAGEMENT,
    WEBHOOK_INGEST,
    WEBHOOK_INGEST_MANAGEMENT,
    DELIVERABILITY,
    DELIVERABILITY_MANAGEMENT,
    DISPATCHER_2,
    DISPATCHER_2_MANAGEMENT,
    WEBHOOK_INGEST_2,
    WEBHOOK_INGEST_2_MANAGEMENT
}
