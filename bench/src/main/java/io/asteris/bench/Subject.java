package io.asteris.bench;

import java.net.URI;
import java.util.List;

/** The running set that is measured, as whoever started it shows it. */
public interface Subject {
    /** The gateway's own port, past the front door; no path. */
    URI gateway();

    /** The log-service's own port; no path. */
    URI log();

    /** The webhook service's own port, past the front door; no path. */
    URI webhooks();

    /** The port that all services share; no path. */
    URI frontDoor();

    /** A key of the site that may send. */
    String key();

    /** A key that may change the site's settings. */
    String adminKey();

    /** The site. */
    String site();

    /** The superuser's {@code postgresql://} address of the set's database. */
    String database();

    /** The broker's {@code host:port}. */
    String kafka();

    /** The HTTP side of the inbox, which counts. */
    URI inbox();

    /** The inbox's SMTP port on 127.0.0.1. */
    int inboxSmtp();

    /** The names of its processes. */
    List<String> processes();

    /** The process id of one of them, which runs. */
    long pid(String process);

    /** Stops one and waits until it is gone. */
    void stop(String process);

    /** Starts one and waits until it is ready. */
    void start(String process);
}
