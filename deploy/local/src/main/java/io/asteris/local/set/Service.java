package io.asteris.local.set;

import io.asteris.local.folder.Port;

/** The five services of Asteris as processes of the local set. */
enum Service {
    SEND_GATEWAY("send-gateway", Port.SEND_GATEWAY, Port.SEND_GATEWAY_MANAGEMENT, 96, 32, 256),
    DISPATCHER("dispatcher", Port.DISPATCHER, Port.DISPATCHER_MANAGEMENT, 64, 21, 256),
    LOG_SERVICE("log-service", Port.LOG_SERVICE, Port.LOG_SERVICE_MANAGEMENT, 96, 64, 192),
    WEBHOOK_INGEST("webhook-ingest", Port.WEBHOOK_INGEST, Port.WEBHOOK_INGEST_MANAGEMENT, 16, 5, 128),
    DELIVERABILITY("deliverability", Port.DELIVERABILITY, Port.DELIVERABILITY_MANAGEMENT, 16, 5, 128);

    private final String module;
    private final Port port;
    private final Port management;
    private final int firstHeapMegabytes;
    private final int youngMegabytes;
    private final int heapMegabytes;

    Service(String module, Port port, Port management, int firstHeapMegabytes, int youngMegabytes, int heapMegabytes) {
        this.module = module;
        this.port = port;
        this.management = management;
        this.firstHeapMegabytes = firstHeapMegabytes;
        this.youngMegabytes = youngMegabytes;
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

    /**
     * With how much heap it starts: gateway, dispatcher and log-service leave so much behind that they would collect many times a second in
     * what is enough for the others.
     */
    int firstHeapMegabytes() {
        return firstHeapMegabytes;
    }

    /**
     * How much of that is for what is young, a third unless there is a reason: behind a backlog the log has 12 MB in hand, beside 18 that it
     * always has, and copies them in each young collection.
     */
    int youngMegabytes() {
        return youngMegabytes;
    }

    /** Large messages pass through gateway and dispatcher, so these have more. */
    int heapMegabytes() {
        return heapMegabytes;
    }
}
