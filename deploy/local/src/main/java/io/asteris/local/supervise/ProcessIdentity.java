package io.asteris.local.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tells a process from a later one that got the same number. */
final class ProcessIdentity {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    /** Position of the start time in /proc/pid/stat, counted from the field behind the program's name; proc(5). */
    private static final int START_TIME = 19;

    private ProcessIdentity() {}

    /**
     * A text that no other process of this machine has or will have; empty when no such process lives. A zombie does not
     * live: it only waits for a parent that may never come.
     */
    static Optional<String> of(long pid) {
        Path stat = Path.of("/proc/" + pid + "/stat");
        return Files.exists(BOOT) ? fromLinux(stat) : fromHandle(pid);
    }

    /** Clock ticks since boot, so that a step of the wall clock does not make a stranger of our own process. */
    private static Optional<String> fromLinux(Path stat) {
        try {
            String line = Files.readString(stat);
            // The program's name stands in parentheses and may hold blanks and parentheses itself.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            boolean dead = fields[0].equals("Z") || fields[0].equals("X");
            return dead ? Optional.empty() : Optional.of(Files.readString(BOOT).strip() + ":" + fields[START_TIME]);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> fromHandle(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .map(start -> Long.toString(start.toEpochMilli()));
    }
}
