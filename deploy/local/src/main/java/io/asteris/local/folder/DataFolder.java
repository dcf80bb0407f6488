package io.asteris.local.folder;

import io.asteris.local.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One data folder; whoever holds an instance knows that the folder is ours and of this version. */
public final class DataFolder {
    /** Raised when an older launcher could not use what a newer one wrote, or the other way round. */
    static final String VERSION = "1";

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;

    private DataFolder(Path root) {
        this.root = root;
    }

    /**
     * Opens it, and makes it when it does not exist or is empty.
     *
     * @throws Refusal when the folder belongs to something else or to another version
     */
    public static DataFolder openOrCreate(Path path) {
        Path root = path.toAbsolutePath().normalize();
        try {
            if (isNew(root)) {
                create(root);
            }
            return open(root);
        } catch (IOException e) {
            throw new Refusal("The data folder " + root + " cannot be made: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Opens one that exists.
     *
     * @throws Refusal when there is none, or it belongs to something else or to another version
     */
    public static DataFolder openExisting(Path path) {
        Path root = path.toAbsolutePath().normalize();
        try {
            if (isNew(root)) {
                throw new Refusal("There is no set in " + root + "; ./asteris up makes one.");
            }
            return open(root);
        } catch (IOException e) {
            throw new Refusal("The data folder " + root + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Whether there is something at this path that could be a data folder. */
    public static boolean isThere(Path path) {
        try {
            return !isNew(path.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new Refusal("The data folder " + path + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    public Path root() {
        return root;
    }

    public Path run() {
        return root.resolve("run");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** Held by the one supervisor of this folder. */
    public Path lock() {
        return root.resolve("run/lock");
    }

    /** How far a start has come, for whoever waits for it. */
    public Path state() {
        return root.resolve("run/state");
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path inbox() {
        return root.resolve("inbox");
    }

    /** What a shell sources to talk to the set. */
    public Path env() {
        return root.resolve("env");
    }

    Path ports() {
        return root.resolve("ports");
    }

    Path masterKey() {
        return root.resolve("master-key");
    }

    Path secrets() {
        return root.resolve("secrets");
    }

    /** How far the first start has come. */
    public Path firstStart() {
        return root.resolve("first-start");
    }

    /** Forgets everything; the folder itself goes too. */
    public void erase() {
        try (Stream<Path> found = Files.walk(root)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new Refusal("The data folder " + root + " could not be erased: " + e.getMessage() + ".", e);
        }
    }

    private static boolean isNew(Path root) throws IOException {
        if (!Files.exists(root)) {
            return true;
        }
        if (!Files.isDirectory(root)) {
            throw new Refusal(root + " is not a folder; give another one with --data.");
        }
        try (Stream<Path> content = Files.list(root)) {
            return content.findAny().isEmpty();
        }
    }

    /** The version is written first: whatever a crash leaves behind is known as ours. */
    private static void create(Path root) throws IOException {
        if (!Files.exists(root)) {
            Files.createDirectories(root.getParent());
            Files.createDirectory(root, OWNER_ONLY);
        }
        Files.writeString(root.resolve("version"), VERSION + "\n");
    }

    private static DataFolder open(Path root) throws IOException {
        Path version = root.resolve("version");
        if (!Files.exists(version)) {
            throw new Refusal("The folder " + root + " holds other things than a local set;"
                    + " give an empty or new one with --data.");
        }
        String found = Files.readString(version).strip();
        if (!found.equals(VERSION)) {
            throw new Refusal("The folder " + root + " belongs to version " + found
                    + " of the local set, this is version " + VERSION + "; use another --data or erase it.");
        }
        DataFolder folder = new DataFolder(root);
        for (Path part : List.of(folder.run(), folder.logs(), folder.kafka(), folder.inbox())) {
            if (!Files.exists(part)) {
                Files.createDirectory(part, OWNER_ONLY);
            }
        }
        return folder;
    }
}
