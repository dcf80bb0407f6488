package io.asteris.local.chaos;

import io.asteris.local.set.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A campaign's side of the {@link Trap}: the jar that brings it into services, and the orders laid for it. */
public final class Traps {
    private static final List<String> CLASSES = List.of("Trap", "Trap$Deed", "Trap$1");

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long LOOK_MILLIS = 20;

    private final Path folder;

    private Traps(Path folder) {
        this.folder = folder;
    }

    /** Makes the jar and the folder of orders in a folder of their own, which must not be the set's. */
    public static Traps in(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(jar(folder)))) {
            for (String name : CLASSES) {
                add(jar, Trap.class.getPackageName().replace('.', '/') + "/" + name + ".class");
            }
        }
        return new Traps(folder);
    }

    /** With these a set's services have the trap. */
    public Map<String, String> settings() {
        return Map.of(Checkout.BOOT_JAR, jar(folder).toString(), Trap.FOLDER, folder.toString());
    }

    void lay(String service, String failpoint, Trap.Deed deed) throws IOException {
        Files.deleteIfExists(sprung(service, failpoint));
        Path unfinished = Files.createTempFile(folder, "order", ".new");
        Files.writeString(unfinished, deed.name());
        Files.move(unfinished, order(service, failpoint), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Waits until it has sprung, for a bounded time: a step behind the mail, as a commit of offsets is, may be taken when that has settled. */
    void awaitSprung(String service, String failpoint) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!Files.exists(sprung(service, failpoint)) && System.nanoTime() < end) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Whether it has sprung; an order that nobody came by is taken back. */
    boolean clear(String service, String failpoint) throws IOException {
        Files.deleteIfExists(order(service, failpoint));
        return Files.deleteIfExists(sprung(service, failpoint));
    }

    private Path order(String service, String failpoint) {
        return folder.resolve(service + "." + failpoint);
    }

    private Path sprung(String service, String failpoint) {
        return folder.resolve(service + "." + failpoint + Trap.SPRUNG);
    }

    private static Path jar(Path folder) {
        return folder.resolve("trap.jar");
    }

    private static void add(JarOutputStream jar, String entry) throws IOException {
        try (InputStream octets = Trap.class.getResourceAsStream("/" + entry)) {
            // The compiler makes an inner class for the switch over an enum, or does not.
            if (octets != null) {
                jar.putNextEntry(new JarEntry(entry));
                octets.transferTo(jar);
            }
        }
    }
}
