package io.asteris.local.inbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs the inbox as a process of its own; {@code -Dasteris.inbox.keep=false} makes it count only. */
public final class InboxProcess {
    private static final int ARGUMENTS = 3;

    private InboxProcess() {}

    /** The arguments with which {@link #main} runs an inbox. */
    public static List<String> arguments(Path folder, int smtpPort, int httpPort) {
        return List.of(folder.toString(), Integer.toString(smtpPort), Integer.toString(httpPort));
    }

    /** Runs until the process is told to end. Arguments: folder, SMTP port, HTTP port. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != ARGUMENTS) {
            throw new IllegalArgumentException("Give folder, SMTP port and HTTP port.");
        }
        boolean keep = Boolean.parseBoolean(System.getProperty("asteris.inbox.keep", "true"));
        Inbox.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), keep);
    }
}
