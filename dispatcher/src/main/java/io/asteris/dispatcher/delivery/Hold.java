package io.asteris.dispatcher.delivery;

import java.util.Locale;

/** Why a message is held; it decides what releases it. */
public enum Hold {
    /** The site has no provider for it; released when one is there. */
    NO_PROVIDER,
    /** The provider's settings or credentials do not work; released when they change or a test of them works. */
    CONFIGURATION,
    /** It cannot be read or rendered; released by hand only. */
    POISON;

    /** The word in the database, lower-case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
