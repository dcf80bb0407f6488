package io.asteris.local.set;

import io.asteris.local.folder.Port;

/** The five services of Asteris as processes of the local set. */
enum Service {
    SEND_GATEWAY("send-gateway", Port.SEND_GATEWAY, Port.SEND_GATEWAY_MANAGEMENT, 96, 256),
    DISPATCHER("dispatcher", Port.DISPATCHER, Port.DISPATCHER_MANAGEMENT, 64, 256),
    LOG_SERVICE("log-service", Port.LOG_SERVICE, Port.LOG_SERVICE_MANAGEMENT, 96, 192),
    WEBHOOK_INGEST("webhook-ingest", Port.WEBHOOK_INGEST, Port.WEBHOOK_INGEST_MANAGEMENT, 16, 128),
    DELIVERABILITY("deliverability", Port.DELIVERABILITY, Port.DELIVERABILITY_MANAGEMENT, 16, 128);

    private final String module;
    private final Port port;
    private final Port management;
    private final int firstHeapMegabytes;
    private final int heapMegabytes;

    Service(String module, Port port, Port management, int firstHeapMegabytes, int heapMegabytes) {
        this.module = module;
        this.port = port;
        this.management = management;
        this.firstHeapMegabytes = firstHeapMegabytes;
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
     * With how much heap it starts, a third of which is for what is young: gateway, dispatcher and log-service leave so much behind that they would
     * collect many times a second in what is enough for the others.
     */
    int firstHeapMegabytes() {
        return firstHeapMegabytes;
    }

    /** Large messages pass through gateway and dispatcher, so these have more. */
    int heapMegabytes() {
        return heapMegabytes;
    }
}
