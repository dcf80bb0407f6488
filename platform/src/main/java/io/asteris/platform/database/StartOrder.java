package io.asteris.platform.database;

/**
 * In which order the platform starts, as priorities of {@code StartupEvent} observers; smaller is earlier. A service's own
 * observers have 2500 unless they say otherwise, so they find the tables and the time there.
 */
public final class StartOrder {
    /** Tables are there from here on. */
    public static final int MIGRATIONS = 10;

    /** {@link DatabaseClock} tells the time from here on. */
    public static final int CLOCK = 20;

    /** The content store takes blobs from here on. */
    public static final int CONTENT = 30;

    private StartOrder() {}
}
