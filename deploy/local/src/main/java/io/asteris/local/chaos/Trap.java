package io.asteris.local.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * Breaks the process in which it lies when that reaches a failpoint for which an order lies in the folder of orders. It is put on the
 * boot class path of a campaign's services by itself, so it knows nothing but the JDK.
 */
public final class Trap implements Consumer<String> {
    /** The system property with the folder of orders: a file named as service and failpoint, with what to do in it. */
    static final String FOLDER = "asteris.local.traps";

    /** What a file is named when its order was carried out, besides its name. */
    static final String SPRUNG = ".sprung";

    private static final long LONG_SECONDS = 5;

    private final Path folder = Path.of(System.getProperty(FOLDER, "/nonexistent"));
    private final String service = service(System.getProperty("sun.java.command", ""));

    /** Made by name, by the failpoints. */
    public Trap() {}

    @Override
    public void accept(String failpoint) {
        Path order = folder.resolve(service + "." + failpoint);
        if (!Files.exists(order)) {
            return;
        }
        try {
            String deed = Files.readString(order).strip();
            // Whoever moves the file has the order, so one process of several springs, and only once.
            Files.move(order, order.resolveSibling(order.getFileName() + SPRUNG), StandardCopyOption.ATOMIC_MOVE);
            carryOut(Deed.valueOf(deed));
        } catch (NoSuchFileException anotherWasFaster) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void carryOut(Deed deed) throws IOException {
        long pid = ProcessHandle.current().pid();
        switch (deed) {
            case KILL -> run("kill -KILL " + pid);
            case HANG -> run("kill -STOP " + pid + "; sleep " + LONG_SECONDS + "; kill -CONT " + pid);
            case EXCEPTION -> throw new IllegalStateException("a campaign's failpoint");
        }
    }

    private static void run(String script) throws IOException {
        Process shell = new ProcessBuilder("/bin/sh", "-c", script).start();
        try {
            shell.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The folder of the module whose packaged jar runs here: {@code …/dispatcher/target/quarkus-app/quarkus-run.jar}. */
    private static String service(String command) {
        Path jar = Path.of(command.split(" ", 2)[0]).toAbsolutePath();
        int target = jar.getNameCount() - 3;
        return target > 0 ? jar.getName(target - 1).toString() : "";
    }

    /** What can happen to a process. */
    enum Deed {
        /** It ends at once, as by {@code kill -9}. */
        KILL,
        /** The step fails with an exception. */
        EXCEPTION,
        /** The whole process stands still for longer than a lease, and then goes on as if nothing had been. */
        HANG
    }
}
