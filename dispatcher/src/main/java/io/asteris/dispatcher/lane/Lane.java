package io.asteris.dispatcher.lane;

import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.delivery.ClaimStore;
import io.asteris.dispatcher.delivery.Claimed;
import io.asteris.dispatcher.delivery.Delivery;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.delivery.Transition;
import io.asteris.dispatcher.state.Dispatch;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.failpoint.Failpoint;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Takes the mail of one site to one provider: claims as much as it has call slots free, and again whenever a slot comes free or
 * something becomes due. After its provider asked it to slow down it begins anew with one call at a time. All of it happens on one event loop, so it needs no locks.
 */
final class Lane {
    private static final Logger LOG = Logger.getLogger(Lane.class);
    private static final Duration AFTER_TROUBLE = Duration.ofMillis(500);

    private final LaneKey key;
    private final Context loop;
    private final CallSlots slots;
    private final ClaimStore store;
    private final QuotaStore quotas;
    private final Leases leases;
    private final Calls calls;
    private final DatabaseClock clock;
    private final BooleanSupplier mayClaim;
    private final BooleanSupplier mayCall;
    private final Duration probe;
    private final LastMinute ended = new LastMinute();
    private boolean limited;
    private boolean claimIsComing;
    private long timer = -1;
    private long timerAtNanos;

    Lane(
            LaneKey key,
            Context loop,
            DispatcherConfig.Lanes limits,
            ClaimStore store,
            QuotaStore quotas,
            Leases leases,
            Calls calls,
            DatabaseClock clock,
            BooleanSupplier mayClaim,
            BooleanSupplier mayCall) {
        this.key = key;
        this.loop = loop;
        this.slots = new CallSlots(limits.concurrency());
        this.probe = limits.probe();
        this.store = store;
        this.quotas = quotas;
        this.leases = leases;
        this.calls = calls;
        this.clock = clock;
        this.mayClaim = mayClaim;
        this.mayCall = mayCall;
    }

    /** Something may be due now. */
    void wake() {
        loop.runOnContext(ignored -> {
            slots.workArrived();
            claim();
        });
    }

    /** Something will be due after that time; only the earliest such moment is kept, the claim then finds the next. */
    void wakeIn(Duration wait) {
        loop.runOnContext(ignored -> {
            long at = System.nanoTime() + wait.toNanos();
            if (timer >= 0 && timerAtNanos <= at) {
                return;
            }
            if (timer >= 0) {
                loop.owner().cancelTimer(timer);
            }
            timerAtNanos = at;
            timer = loop.owner().setTimer(Math.max(1, wait.toMillis()), fired -> {
                timer = -1;
                wake();
            });
        });
    }

    /** Calls of this lane that ended in the last minute. */
    long lastMinute() {
        return ended.sum(System.nanoTime());
    }

    private void claim() {
        if (!mayClaim.getAsBoolean()) {
            return;
        }
        int free = slots.take();
        if (free > 0) {
            leases.claimBegins();
            store.claim(key, free, leases.owner(), leases.duration(), probe)
                    .invoke(() -> Failpoint.reach("claim.committed"))
                    .emitOn(this::onLoop)
                    .subscribe()
                    .with(claimed -> claimed(free, claimed), failure -> recover(free, failure));
        }
    }

    private void claimed(int asked, List<Claimed> claimed) {
        hold(asked, claimed.stream().map(Claimed::delivery).toList());
        if (!mayCall.getAsBoolean()) {
            calls.giveBack(claimed, this::settled);
        } else if (!claimed.isEmpty()) {
            calls.make(key, claimed, this::settled);
        }
        if (claimed.size() < asked && (limited || claimed.stream().anyMatch(Claimed::limited))) {
            limited = true;
            awaitQuota();
        }
        claim();
    }

    /** The sweep would find it as well, up to a second later. */
    private void awaitQuota() {
        quotas.opensIn(key)
                .subscribe()
                .with(
                        opens -> opens.ifPresent(this::wakeIn),
                        failure -> LOG.debugf("Quota could not be looked at lane=%s cause=%s", key, failure));
    }

    private List<Delivery> hold(int asked, List<Delivery> deliveries) {
        slots.claimed(asked, deliveries.size());
        leases.claimEnds(deliveries.stream().map(Delivery::message).toList());
        return deliveries;
    }

    private void settled(Transition step) {
        if (step.to() instanceof Dispatch.RetryWait) {
            Duration wait = Duration.between(clock.now(), step.dueAt());
            wakeIn(wait.isNegative() ? Duration.ZERO : wait);
        }
        onLoop(() -> {
            ended.count(System.nanoTime());
            slots.release();
            if (step.isThrottled()) {
                slots.slow();
            } else if (step.to() instanceof Dispatch.Sent) {
                slots.quicken();
            }
            leases.letGo(step.from().message());
            if (limited) {
                // A claim that gave less than it was asked for may have met the limit and not the end of the queue.
                slots.workArrived();
            }
            claimSoon();
        });
    }

    /** Behind what is on its way to this loop: results are committed many at a time, and one claim refills all their slots. */
    private void claimSoon() {
        if (!claimIsComing) {
            claimIsComing = true;
            onLoop(() -> {
                claimIsComing = false;
                claim();
            });
        }
    }

    /** The claim may have committed all the same; nothing is claimed again before that is known. */
    private void recover(int asked, Throwable failure) {
        LOG.warnf("A claim failed lane=%s cause=%s", key, failure);
        loop.owner().setTimer(AFTER_TROUBLE.toMillis(), ignored -> store.forgotten(key, leases.owner(), leases.held())
                .emitOn(this::onLoop)
                .subscribe()
                .with(found -> recovered(asked, found), again -> recover(asked, again)));
    }

    private void recovered(int asked, List<Delivery> found) {
        calls.giveBack(
                hold(asked, found).stream()
                        .map(delivery -> new Claimed(delivery, null, false, false, null, List.of()))
                        .toList(),
                this::settled);
        slots.workArrived();
        claim();
    }

    private void onLoop(Runnable work) {
        loop.runOnContext(ignored -> work.run());
    }
}
