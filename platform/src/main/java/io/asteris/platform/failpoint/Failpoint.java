package io.asteris.platform.failpoint;

import java.util.function.Consumer;

/**
 * A named place between two durable steps. Reaching one does nothing unless the process was started with a campaign's trap on its
 * boot class path; no package of a service holds such a trap, and no setting brings one.
 */
public final class Failpoint {
    /** What a campaign puts on the boot class path: a {@code Consumer<String>} that is told each name. */
    public static final String TRAP = "io.asteris.local.chaos.Trap";

    private static final Consumer<String> SET = find();

    private Failpoint() {}

    /** Says that the process is at this place; a trap may end it here, fail the step or make it stand still. */
    public static void reach(String name) {
        SET.accept(name);
    }

    /** Only the boot class path is looked at, so that no dependency of a service can ever bring a trap along. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // the class is a campaign's own and takes names
    private static Consumer<String> find() {
        try {
            Class<? extends Consumer> trap = Class.forName(TRAP, true, null).asSubclass(Consumer.class);
            return trap.getDeclaredConstructor().newInstance();
        } catch (ClassNotFoundException everywhereButInACampaign) {
            return name -> {};
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("the trap on the boot class path cannot be set", broken);
        }
    }
}
