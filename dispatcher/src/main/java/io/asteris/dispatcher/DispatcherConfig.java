package io.asteris.dispatcher;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** The settings of this service, below {@code asteris.dispatcher}. */
@ConfigMapping(prefix = "asteris.dispatcher")
public interface DispatcherConfig {
    /**
     * This instance's lasting name. With it a restarted instance gives up its own old leases at once; without it, or with one
     * that two running instances share, what it left behind waits for the lease to run out.
     */
    Optional<String> instance();

    /** How long a claim holds without being renewed, which happens each third. Shorter notices a dead instance sooner and
     * bears less of a stall. */
    @WithDefault("30s")
    Duration lease();

    /** How long to wait for evidence of an unknown outcome, of whatever provider; absent, the next two rule. */
    Optional<Duration> reconcileWindow();

    /** The same for providers that send events. Longer settles more by evidence and resends later. */
    @WithName("reconcile-window.events")
    @WithDefault("15m")
    Duration reconcileWindowWithEvents();

    /** The same for providers that send none. Longer gives a person more time and resends later. */
    @WithName("reconcile-window.none")
    @WithDefault("60m")
    Duration reconcileWindowWithoutEvents();

    Retry retry();

    Lanes lane();

    /** How often to look for work that another instance left behind, and for what ran out. Longer costs less and notices later. */
    @WithDefault("1s")
    Duration sweep();

    /** How long a stop waits for calls under way. */
    @WithDefault("60s")
    Duration stop();

    /**
     * How long closed messages and cancellations are remembered after acceptance. Never less than the 7 days of the topics, or a
     * replayed announcement would be sent again; longer settles later evidence and takes more room.
     */
    @WithDefault("14d")
    Duration keep();

    /** Octets of content, decoded, held for calls at one time. More lets more large messages out at once and costs three times
     * as much memory. */
    @WithDefault("33554432")
    long contentBudget();

    @WithName("oauth")
    OAuth oauth();

    Account account();

    /** When a message that was not taken is tried again. */
    interface Retry {
        /** Upper bound of the first wait; larger spares a troubled provider. */
        @WithDefault("30s")
        Duration base();

        /** Upper bound of every wait; larger spares a provider that is down for long. */
        @WithDefault("1h")
        Duration cap();

        /** After it a message expires; larger tries longer. Time on hold does not count. */
        @WithDefault("5d")
        Duration maxAge();
    }

    /** How tokens are kept alive. */
    interface OAuth {
        /** How often to look for tokens to renew; longer costs less and must stay far below a token's life. */
        @WithDefault("2s")
        Duration look();

        /** How long a renewal may take before another instance begins one; more than the 30 s of the call. */
        @WithDefault("60s")
        Duration lease();

        /** How long an owner has for the consent screen; longer leaves an unused link good for longer. */
        @WithDefault("10m")
        Duration consent();

        Again retry();

        /** When a renewal that failed is tried again. */
        interface Again {
            /** The first wait; it doubles. Longer spares a troubled endpoint. */
            @WithDefault("5s")
            Duration base();

            /** The longest wait. Longer spares a troubled endpoint and notices later that it is back. */
            @WithDefault("1m")
            Duration cap();
        }
    }

    /** How providers that tell of the account (limits, DKIM) are asked for it. */
    interface Account {
        /** How often to see whether one is to be asked; longer costs less and asks later. */
        @WithDefault("5s")
        Duration look();

        /** Between two times that one is asked; longer costs fewer calls and notices a change later. */
        @WithDefault("1h")
        Duration every();

        /** The same after it did not tell everything; longer spares a troubled provider and notices later that it tells. */
        @WithDefault("15m")
        Duration again();
    }

    /** What one lane may do. */
    interface Lanes {
        /** Calls under way at once, over one instance; more is faster and widens the window of possible duplicates. */
        @WithDefault("16")
        int concurrency();

        /** Between two calls that find out whether a broken circuit works again. Shorter notices sooner and costs its callers more. */
        @WithDefault("10s")
        Duration probe();

        /** Before the settings of a held lane are tried for the first time; each wait is twice the one before, up to an hour. */
        @WithDefault("1m")
        Duration trial();

        /** How long mail that is due may wait before its owner is told. Longer tells of fewer waits, and later. */
        @WithDefault("15m")
        Duration queueAge();
    }
}
