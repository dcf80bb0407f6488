package io.asteris.local.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Remembers which process runs under a name, over the death of whoever started it.
 *
 * <p>{@code <name>.pid} holds nothing but the number and is written by the process itself before it becomes what it shall
 * be, so that there is no moment in which it runs and nobody knows. {@code <name>.process} holds number, identity and
 * fingerprint and is written right after by the launcher.
 */
public final class PidFile {
    /** Start times are rounded and the pid file is written a moment after the start. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static final int LINES = 3;

    private final Path pid;
    private final Path details;

    public PidFile(Path folder, String name) {
        this.pid = folder.resolve(name + ".pid");
        this.details = folder.resolve(name + ".process");
    }

    /** The file into which the process writes its number. */
    Path path() {
        return pid;
    }

    /** The process of this name when it lives; a foreign process that got its number is not it. */
    public OptionalLong living() {
        OptionalLong number = number();
        if (number.isEmpty()) {
            return number;
        }
        Optional<String> now = ProcessIdentity.of(number.getAsLong());
        if (now.isEmpty()) {
            return OptionalLong.empty();
        }
        Optional<List<String>> known = details(number.getAsLong());
        boolean ours = known.map(lines -> lines.get(1).equals(now.get()))
                .orElseGet(() -> startedBeforeTheFile(number.getAsLong()));
        return ours ? number : OptionalLong.empty();
    }

    /** What the process was started with, as a hash; empty when that is not known. */
    Optional<String> fingerprint() {
        OptionalLong number = number();
        return number.isEmpty() ? Optional.empty() : details(number.getAsLong()).map(lines -> lines.get(2));
    }

    /** Writes down a process that runs; {@code fingerprint} says what it was started with. */
    public void write(long number, String fingerprint) {
        writeDetails(number, fingerprint);
        replace(pid, number + "\n");
    }

    /** The same for a process that writes its number itself. */
    void writeDetails(long number, String fingerprint) {
        String identity = ProcessIdentity.of(number).orElse("gone");
        replace(details, number + "\n" + identity + "\n" + fingerprint + "\n");
    }

    /** Whether the number on disk is this one. */
    boolean names(long number) {
        OptionalLong found = number();
        return found.isPresent() && found.getAsLong() == number;
    }

    /** Forgets the process. */
    public void delete() {
        try {
            Files.deleteIfExists(pid);
            Files.deleteIfExists(details);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OptionalLong number() {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(pid).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private Optional<List<String>> details(long number) {
        try {
            List<String> lines = Files.readAllLines(details);
            boolean whole = lines.size() == LINES && lines.getFirst().equals(Long.toString(number));
            return whole ? Optional.of(lines) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** For a launcher that died between the two files: a process that started later than the file was written is not it. */
    private boolean startedBeforeTheFile(long number) {
        try {
            Instant written = Files.getLastModifiedTime(pid).toInstant();
            return ProcessHandle.of(number)
                    .flatMap(process -> process.info().startInstant())
                    .map(start -> start.isBefore(written.plus(SLACK)))
                    .orElse(false);
        } catch (IOException e) {
            return false;
        }
    }

    private static void replace(Path file, String text) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
