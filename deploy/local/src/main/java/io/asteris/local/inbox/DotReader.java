package io.asteris.local.inbox;

/**
 * Reads message content as it arrives, undoes dot-stuffing and finds its end (RFC 5321 4.5.2). Only CRLF ends a line: a
 * bare LF or CR is content and can never smuggle an end of data.
 */
final class DotReader {
    private enum State {
        LINE_START,
        DOT,
        DOT_CR,
        TEXT,
        CR,
        END
    }

    private State state = State.LINE_START;
    private final Content content;

    DotReader(Content content) {
        this.content = content;
    }

    /** Whether the final dot was read. */
    boolean isAtEnd() {
        return state == State.END;
    }

    /**
     * Takes bytes from {@code start} on.
     *
     * @return the position behind what belongs to the content
     */
    int read(byte[] bytes, int start) {
        int run = start;
        int i = start;
        while (i < bytes.length && state != State.END) {
            byte b = bytes[i];
            switch (state) {
                case LINE_START -> {
                    if (b == '.') {
                        content.add(bytes, run, i);
                        run = i + 1;
                        state = State.DOT;
                    } else {
                        state = afterText(b);
                    }
                }
                case DOT -> {
                    if (b == '\r') {
                        run = i + 1;
                        state = State.DOT_CR;
                    } else {
                        state = State.TEXT;
                    }
                }
                case DOT_CR -> {
                    if (b == '\n') {
                        run = i + 1;
                        state = State.END;
                    } else {
                        content.add(new byte[] {'\r'}, 0, 1);
                        run = i;
                        state = afterText(b);
                    }
                }
                case TEXT -> state = afterText(b);
                case CR -> state = b == '\n' ? State.LINE_START : afterText(b);
                case END -> throw new IllegalStateException("Nothing is read after the end");
            }
            i++;
        }
        if (run < i) {
            content.add(bytes, run, i);
        }
        return i;
    }

    private static State afterText(byte b) {
        return b == '\r' ? State.CR : State.TEXT;
    }
}
