package io.asteris.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a process and its descendants have used so far.
 *
 * @param cpu user and system time
 * @param kilobytes resident; what several processes share is divided among them (PSS of {@code proc(5)}), 0 where nobody tells
 */
public record ProcessUse(Duration cpu, long kilobytes) {
    private static final String PSS = "Pss:";

    /** Looks at it now. */
    public static ProcessUse of(long pid) {
        return ProcessHandle.of(pid)
                .map(root -> Stream.concat(Stream.of(root), root.descendants())
                        .map(ProcessUse::single)
                        .reduce(new ProcessUse(Duration.ZERO, 0), ProcessUse::plus))
                .orElseThrow(() -> new IllegalStateException("there is no process " + pid));
    }

    ProcessUse plus(ProcessUse other) {
        return new ProcessUse(cpu.plus(other.cpu), kilobytes + other.kilobytes);
    }

    private static ProcessUse single(ProcessHandle process) {
        return new ProcessUse(process.info().totalCpuDuration().orElse(Duration.ZERO), resident(process.pid()));
    }

    private static long resident(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith(PSS))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }
}
