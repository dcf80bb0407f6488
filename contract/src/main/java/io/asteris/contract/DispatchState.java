package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Where a message stands on its way to the provider. Which change is legal is the dispatcher's business; here are only the
 * words, because the log reads them too.
 */
public enum DispatchState {
    QUEUED("queued", false),
    ATTEMPTING("queued", false),
    RETRY_WAIT("retrying", false),
    UNCERTAIN("uncertain", false),
    HELD("held", false),
    SENT("sent", true),
    FAILED("failed", true),
    SUPPRESSED("skipped", true),
    EXPIRED("expired", true),
    CANCELLED("cancelled", true),
    UNKNOWN("unknown", true);

    private final String status;
    private final boolean terminal;

    DispatchState(String status, boolean terminal) {
        this.status = status;
        this.terminal = terminal;
    }

    /** The one word that people see for it. */
    public String status() {
        return status;
    }

    /** Whether no further change is expected; only a provider's evidence still corrects it. */
    public boolean terminal() {
        return terminal;
    }

    /** The word in events: lower-case with underscores. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
