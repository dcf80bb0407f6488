package io.asteris.local.set;

import io.asteris.local.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Where the built programs of a set lie.
 *
 * @param root the checkout, whose modules are built
 * @param classPath of the launcher, which also holds broker, inbox and front door
 */
public record Checkout(Path root, String classPath) {
    /** The setting that gives every service the same heap, in megabytes. */
    public static final String HEAP = "asteris.local.heap";

    /** The setting that, when it is {@code full}, gives all JVMs the optimising compiler too. */
    public static final String COMPILER = "asteris.local.compiler";

    /** The setting that names a jar for the boot class path of every service; campaigns put their trap there. */
    public static final String BOOT_JAR = "asteris.local.boot-jar";

    private static final int FIRST_HEAP = 16;

    public Checkout {
        root = root.toAbsolutePath().normalize();
    }

    /** The one of the running launcher; {@code -Dasteris.root} names the folder, else it is the current one. */
    public static Checkout current() {
        return new Checkout(Path.of(System.getProperty("asteris.root", "")), System.getProperty("java.class.path"));
    }

    /**
     * Checks that all services are built.
     *
     * @throws Refusal naming the first that is not
     */
    void requireBuilt() {
        for (Service service : Service.values()) {
            if (!Files.exists(jar(service))) {
                throw new Refusal(service.module() + " is not built (" + jar(service)
                        + " is missing): run ./mvnw -DskipTests package.");
            }
        }
    }

    /** The command that runs a service with these settings ({@code asteris.…} keys) as system properties. */
    List<String> service(Service service, Map<String, String> settings) {
        String heap = settings.getOrDefault(HEAP, Integer.toString(service.heapMegabytes()));
        if (!heap.matches("[1-9][0-9]{1,4}")) {
            throw new Refusal(HEAP + " is a number of megabytes, such as 256, not '" + heap + "'.");
        }
        int megabytes = Integer.parseInt(heap);
        List<String> command = java(Math.min(service.firstHeapMegabytes(), megabytes), megabytes, settings);
        // Room for what outlives a young collection: where it finds none, the old generation grows, and is collected as
        // a whole.
        command.add("-XX:NewSize=" + Math.min(service.youngMegabytes(), megabytes / 3) + "m");
        command.add("-XX:SurvivorRatio=4");
        command.add("-XX:TargetSurvivorRatio=90");
        if (settings.containsKey(BOOT_JAR)) {
            command.add("-Xbootclasspath/a:" + settings.get(BOOT_JAR));
        }
        command.add("-jar");
        command.add(jar(service).toString());
        return command;
    }

    /** The command that runs a program of the launcher's own class path. */
    List<String> program(Class<?> main, int heapMegabytes, Map<String, String> settings, List<String> arguments) {
        List<String> command = java(FIRST_HEAP, heapMegabytes, settings);
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.addAll(Arrays.asList("-cp", classPath, main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** The command that runs the launcher itself again. */
    public List<String> launcher(Class<?> main, List<String> arguments) {
        List<String> command = program(main, 64, Map.of(), arguments);
        command.add(1, "-Dasteris.root=" + root);
        return command;
    }

    private static List<String> java(int firstHeapMegabytes, int heapMegabytes, Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + firstHeapMegabytes + "m",
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                // Netty and others use what newer platforms warn of; the warnings say nothing of us.
                "--enable-native-access=ALL-UNNAMED"));
        if (!"full".equals(settings.get(COMPILER))) {
            // Measured: in the first 12,000 messages the optimising compiler takes more than its code gives back.
            command.add("-XX:TieredStopAtLevel=1");
        }
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        return command;
    }

    private Path jar(Service service) {
        return root.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
    }
}
