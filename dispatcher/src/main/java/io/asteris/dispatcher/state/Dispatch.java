package io.asteris.dispatcher.state;

import io.asteris.contract.DispatchState;

/**
 * The dispatch state machine of one message (RELIABILITY 2). A transition is a method, and it exists only where it is legal;
 * what the compiler cannot see, the database refuses: every update names the state and the fencing number it starts from.
 *
 * <pre>
 *  (insert) ──▶ QUEUED ──claim──▶ ATTEMPTING ──sent──▶ SENT
 *                 │  ▲ hold           │ │ │ └──fail──▶ FAILED ─ ─ ─ ─ correct ─ ─▶ SENT
 *                 │                   │ │ └──hold──▶ HELD ──release──▶ RETRY_WAIT
 *                 │   RETRY_WAIT ◀──retry│
 *                 │     │ claim ──▶ ATTEMPTING
 *                 │     │               └──doubt──▶ UNCERTAIN ──prove──▶ SENT
 *                 │     │                              ├──resend──▶ RETRY_WAIT (once, flagged)
 *                 │     │                              └──giveUp──▶ UNKNOWN ─ ─ correct ─ ─▶ SENT
 *                 └──┬──┘
 *  QUEUED, RETRY_WAIT, HELD ──suppress──▶ SUPPRESSED
 *                           ──cancel──▶ CANCELLED
 *                           ──expire──▶ EXPIRED ─ ─ correct ─ ─▶ SENT
 *  QUEUED ──hold──▶ HELD
 * </pre>
 */
public sealed interface Dispatch {
    /** The word for rows and events. */
    DispatchState state();

    /** The state that a row names. */
    static Dispatch of(DispatchState state) {
        return switch (state) {
            case QUEUED -> new Queued();
            case ATTEMPTING -> new Attempting();
            case RETRY_WAIT -> new RetryWait();
            case UNCERTAIN -> new Uncertain();
            case HELD -> new Held();
            case SENT -> new Sent();
            case FAILED -> new Failed();
            case SUPPRESSED -> new Suppressed();
            case EXPIRED -> new Expired();
            case CANCELLED -> new Cancelled();
            case UNKNOWN -> new Unknown();
        };
    }

    /** Waits for a call: the next claim may take it. */
    sealed interface Claimable extends Dispatch {
        /** A claim committed: attempt number, lease and fencing number are new. */
        default Attempting claim() {
            return new Attempting();
        }
    }

    /** No call is under way, so that it can still be kept from going out. */
    sealed interface Stoppable extends Dispatch {
        /** Every recipient is on the suppression list. */
        default Suppressed suppress() {
            return new Suppressed();
        }

        /** Somebody cancelled or erased it. */
        default Cancelled cancel() {
            return new Cancelled();
        }

        /** The time allowed ran out. */
        default Expired expire() {
            return new Expired();
        }
    }

    /** Closed without a provider known to have it; evidence from a provider corrects that, nothing else does. */
    sealed interface Correctable extends Dispatch {
        /** A provider proves that it took the message after all. */
        default Sent correct() {
            return new Sent();
        }
    }

    /** The dispatcher's row is there. */
    record Queued() implements Claimable, Stoppable {
        /** No provider is there to take it, or it cannot be read. */
        public Held hold() {
            return new Held();
        }

        @Override
        public DispatchState state() {
            return DispatchState.QUEUED;
        }
    }

    /** A call is under way, or was when the process died. */
    record Attempting() implements Dispatch {
        /** No recipient is owed any more and the provider took it for at least one. */
        public Sent sent() {
            return new Sent();
        }

        /** The provider surely did not take it, or recipients are still owed. */
        public RetryWait retry() {
            return new RetryWait();
        }

        /** Refused for good, or the time ran out after refusals for now. */
        public Failed fail() {
            return new Failed();
        }

        /** Nobody can tell whether the provider took it. */
        public Uncertain doubt() {
            return new Uncertain();
        }

        /** Poison, or the credentials do not work. */
        public Held hold() {
            return new Held();
        }

        /** What it closes as when no recipient is owed any more: SENT if any was taken, else FAILED. */
        public Dispatch close(Recipients recipients) {
            if (recipients.isAnyOwed()) {
                throw new IllegalArgumentException("a message that owes recipients a call does not close");
            }
            return recipients.has(RecipientState.TAKEN) ? sent() : fail();
        }

        @Override
        public DispatchState state() {
            return DispatchState.ATTEMPTING;
        }
    }

    /** Surely not taken yet; it waits for its next call. */
    record RetryWait() implements Claimable, Stoppable {
        @Override
        public DispatchState state() {
            return DispatchState.RETRY_WAIT;
        }
    }

    /** A provider may have it; the reconcile window runs. */
    record Uncertain() implements Dispatch {
        /** Evidence: the provider has it. */
        public Sent prove() {
            return new Sent();
        }

        /** The window is over and the policy is to send again, once, flagged as a possible duplicate. */
        public RetryWait resend() {
            return new RetryWait();
        }

        /** The window is over and it is not sent again. */
        public Unknown giveUp() {
            return new Unknown();
        }

        @Override
        public DispatchState state() {
            return DispatchState.UNCERTAIN;
        }
    }

    /** A person or new settings must help first. */
    record Held() implements Stoppable {
        /** Somebody released it, or the credentials work again. */
        public RetryWait release() {
            return new RetryWait();
        }

        @Override
        public DispatchState state() {
            return DispatchState.HELD;
        }
    }

    /** A provider took it. */
    record Sent() implements Dispatch {
        @Override
        public DispatchState state() {
            return DispatchState.SENT;
        }
    }

    /** No provider took it and none is asked again. */
    record Failed() implements Correctable {
        @Override
        public DispatchState state() {
            return DispatchState.FAILED;
        }
    }

    /** Every recipient was on the suppression list. */
    record Suppressed() implements Dispatch {
        @Override
        public DispatchState state() {
            return DispatchState.SUPPRESSED;
        }
    }

    /** The time allowed ran out before any provider took it. */
    record Expired() implements Correctable {
        @Override
        public DispatchState state() {
            return DispatchState.EXPIRED;
        }
    }

    /** Cancelled before a call. */
    record Cancelled() implements Dispatch {
        @Override
        public DispatchState state() {
            return DispatchState.CANCELLED;
        }
    }

    /** A provider may have it, and nobody will ever tell. */
    record Unknown() implements Correctable {
        @Override
        public DispatchState state() {
            return DispatchState.UNKNOWN;
        }
    }
}
