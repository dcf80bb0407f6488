package io.asteris.dispatcher.smtp;

/** The last gate before a command goes out: one command is one line, whoever composed it (CVE-2025-7962 and its like). */
final class CommandLine {
    private CommandLine() {}

    /**
     * The command unchanged.
     *
     * @throws IllegalStateException when it holds a line break or another control character: a defect of ours, not of the mail
     */
    static String checked(String command) {
        for (int i = 0; i < command.length(); i++) {
            if (Character.isISOControl(command.charAt(i))) {
                throw new IllegalStateException("a control character stands in an SMTP command");
            }
        }
        return command;
    }
}
