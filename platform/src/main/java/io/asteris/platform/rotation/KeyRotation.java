package io.asteris.platform.rotation;

import io.asteris.platform.crypto.MasterKeys;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Reads the file of master keys again whenever it changes, and seals anew what is not under the current key for as long as there is more
 * than one. A file that cannot be read or is wrong changes nothing.
 */
@ApplicationScoped
public class KeyRotation {
    private static final Logger LOG = Logger.getLogger(KeyRotation.class);

    /** After the tables are there. */
    private static final int START = 110;

    private final Vertx vertx;
    private final MasterKeys keys;
    private final Iterable<Resealable> all;
    private final Optional<Path> file;
    private final Duration look;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Progress progress = new Progress(0, -1);
    private long timer = -1;

    @Inject
    KeyRotation(
            Vertx vertx,
            MasterKeys keys,
            @Any Instance<Resealable> all,
            @ConfigProperty(name = "asteris.master-key-file") Optional<Path> file,
            @ConfigProperty(name = "asteris.master-key-look", defaultValue = "2s") Duration look) {
        this(vertx, keys, (Iterable<Resealable>) all, file, look);
    }

    KeyRotation(Vertx vertx, MasterKeys keys, Iterable<Resealable> all, Optional<Path> file, Duration look) {
        this.vertx = vertx;
        this.keys = keys;
        this.all = all;
        this.file = file;
        this.look = look;
    }

    void start(@Observes @Priority(START) StartupEvent event) {
        timer = vertx.setPeriodic(look.toMillis(), ignored -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** How far this instance is. */
    Progress progress() {
        return progress;
    }

    private void look() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        round().onTermination()
                .invoke(() -> running.set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("Sealing anew ends early and is tried again cause=%s", failure));
    }

    /** Looks once. */
    Uni<Void> round() {
        return Uni.createFrom()
                .completionStage(
                        () -> vertx.executeBlocking(this::reread, false).toCompletionStage())
                .chain(changed -> changed || keys.kids().size() > 1 || progress.rounds() == 0
                        ? sealAnew()
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> sealAnew() {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(each -> each.reseal().chain(each::left))
                .collect()
                .with(Collectors.summingLong(Long::longValue))
                .invoke(left -> progress = new Progress(progress.rounds() + 1, left))
                .replaceWithVoid();
    }

    private boolean reread() {
        if (file.isEmpty()) {
            return false;
        }
        try {
            boolean changed = keys.replaceWith(MasterKeys.parse(Files.readString(file.get())));
            if (changed) {
                LOG.infof("Master keys changed keys=%s", keys);
            }
            return changed;
        } catch (IOException | IllegalArgumentException wrong) {
            LOG.errorf("The file of master keys is not used cause=%s", wrong.getMessage());
            return false;
        }
    }

    /**
     * How far the sealing is.
     *
     * @param rounds that ended
     * @param left what was not under the current key at the end of the last; -1 before the first
     */
    record Progress(long rounds, long left) {}
}
