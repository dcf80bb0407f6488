package io.asteris.local.set;

import io.asteris.local.folder.Port;

/** The five services of Asteris as processes of the local set. */
enum Service {
    SEND_GATEWAY("send-gateway", Port.SEND_GATEWAY, Port.SEND_GATEWAY_MANAGEMENT, 256),
    DISPATCHER("dispatcher", Port.DISPATCHER, Port.DISPATCHER_MANAGEMENT, 256),
    LOG_SERVICE("log-service", Port.LOG_SERVICE, Port.LOG_SERVICE_MANAGEMENT, 192),
    WEBHOOK_INGEST("webhook-ingest", Port.WEBHOOK_INGEST, Port.WEBHOOK_INGEST_MANAGEMENT, 128),
    DELIVERABILITY("deliverability", Port.DELIVERABILITY, Port.DELIVERABILITY_MANAGEMENT, 128);

    private final String module;
    private final Port port;
    private final Port management;
    private final int heapMegabytes;

    Service(String module, Port port, Port management, int heapMegabytes) {
        this.module = module;
        this.port = port;
        this.management = management;
        this.heapMegabytes = heapMegabytes;
    }

    /** Folder of its module; also the name of its process. */
    String module() {
        return module;
    }

    Port port() {
        return port;
    }

    /** For health and metrics. */
    Port management() {
        return management;
    }

    /** Large messages pass through gateway and dispatcher, so these have more. */
    int heapMegabytes() {
        return heapMegabytes;
    }
}
