package io.asteris.local.set;

import io.asteris.local.folder.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;

/** How far a start has come, told through a file to whoever waits for it. */
public sealed interface SetState {
    /** Nothing was said yet, or the set was stopped. */
    record Silent() implements SetState {}

    /** Processes are coming up. */
    record Starting() implements SetState {}

    /** Everything was ready and the first start is done. */
    record Ready() implements SetState {}

    /** It did not come up. */
    record Failed(String sentence) implements SetState {}

    /** What was said last. */
    static SetState read(DataFolder folder) {
        try {
            String text = Files.exists(folder.state()) ? Files.readString(folder.state()) : "";
            if (text.startsWith("failed ")) {
                return new Failed(text.substring("failed ".length()));
            }
            return switch (text) {
                case "starting" -> new Starting();
                case "ready" -> new Ready();
                default -> new Silent();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says it. */
    default void write(DataFolder folder) {
        String text =
                switch (this) {
                    case Silent silent -> "";
                    case Starting starting -> "starting";
                    case Ready ready -> "ready";
                    case Failed failed -> "failed " + failed.sentence();
                };
        try {
            var fresh = folder.state().resolveSibling("state.new");
            Files.writeString(fresh, text);
            Files.move(fresh, folder.state(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
