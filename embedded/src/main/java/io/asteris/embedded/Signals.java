package io.asteris.embedded;

import java.io.IOException;

/** Sends the signals that {@link ProcessHandle} does not know. */
public final class Signals {
    private Signals() {}

    /** SIGINT: PostgreSQL's fast and clean end. A process that is gone is fine. */
    public static void interrupt(long pid) {
        try {
            // The shell's own kill: a machine need not have /bin/kill.
            new ProcessBuilder("/bin/sh", "-c", "kill -INT \"$0\"", Long.toString(pid))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new EmbeddedException("Process " + pid + " could not be signalled: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
