package io.asteris.log;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the service logs while it is open, and what one of its packages says of its own only at debug. */
final class Records extends Handler {
    private static final Logger ROOT = Logger.getLogger("");

    private final Queue<LogRecord> all = new ConcurrentLinkedQueue<>();
    private final Logger talkative;

    private Records(Logger talkative) {
        this.talkative = talkative;
    }

    static Records of(String talkative) {
        var records = new Records(Logger.getLogger(talkative));
        records.talkative.setLevel(Level.FINE);
        ROOT.addHandler(records);
        return records;
    }

    /** Warnings and errors. */
    List<String> complaints() {
        return all.stream()
                .filter(record -> record.getLevel().intValue() >= Level.WARNING.intValue())
                .map(record -> record.getLoggerName() + ": " + record.getMessage() + ": " + record.getThrown())
                .toList();
    }

    boolean say(String text) {
        return all.stream().anyMatch(record -> record.getMessage().contains(text));
    }

    @Override
    public void publish(LogRecord record) {
        all.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
        talkative.setLevel(null);
    }
}
