package io.asteris.local.inbox;

import java.util.List;

/** Reverse-path and recipients of one message, as SMTP gave them; the empty reverse-path is the empty text. */
record Envelope(String from, List<String> to) {
    Envelope {
        to = List.copyOf(to);
    }

    /** Shows no address. */
    @Override
    public String toString() {
        return "Envelope[recipients=" + to.size() + "]";
    }
}
