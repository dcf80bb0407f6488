package io.asteris.local.inbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Keeps every message in a file; one thread writes what all connections have ready with one write. */
final class KeptMailbox implements Mailbox, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KeptMailbox.class);
    private static final int BATCH = 256;

    private record Waiting(NewMessage message, CompletableFuture<String> taken) {}

    private final MailLog log;
    private final Clock clock;
    private final List<KeptMessage> index;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final Thread writer;

    private KeptMailbox(MailLog log, List<KeptMessage> found, Clock clock) {
        this.log = log;
        this.index = found;
        this.clock = clock;
        found.forEach(message -> bytes.addAndGet(message.size()));
        writer = Thread.ofPlatform().name("inbox-writer").daemon().start(this::write);
    }

    /** Opens the mailbox of this folder with all it holds. */
    static KeptMailbox open(Path folder, Clock clock) throws IOException {
        List<KeptMessage> found = new ArrayList<>();
        MailLog log = MailLog.open(folder.resolve("messages.log"), found);
        LOG.infof("Inbox opened messages=%d", found.size());
        return new KeptMailbox(log, found, clock);
    }

    @Override
    public CompletionStage<String> take(Envelope envelope, Content content) {
        byte[] raw = content.toBytes();
        NewMessage message = new NewMessage(envelope, Subject.of(raw), clock.instant(), raw);
        CompletableFuture<String> taken = new CompletableFuture<>();
        queue.add(new Waiting(message, taken));
        return taken;
    }

    @Override
    public boolean keepsContent() {
        return true;
    }

    @Override
    public long count() {
        synchronized (index) {
            return index.size();
        }
    }

    @Override
    public long bytes() {
        return bytes.get();
    }

    /**
     * Newest first.
     *
     * @param subject only messages whose subject has this text in it, whatever the case; empty for all
     * @param below only messages with a smaller number
     */
    List<KeptMessage> list(String subject, long below, int limit) {
        String wanted = subject.toLowerCase(Locale.ROOT);
        List<KeptMessage> page = new ArrayList<>();
        synchronized (index) {
            for (int i = (int) Math.min(below - 1, index.size()) - 1; i >= 0 && page.size() < limit; i--) {
                KeptMessage message = index.get(i);
                if (message.subject().toLowerCase(Locale.ROOT).contains(wanted)) {
                    page.add(message);
                }
            }
        }
        return page;
    }

    /** The message of this number. */
    Optional<KeptMessage> find(long number) {
        synchronized (index) {
            return number >= 1 && number <= index.size() ? Optional.of(index.get((int) number - 1)) : Optional.empty();
        }
    }

    /** Its content as it came; reads the file, so not for an event loop. */
    byte[] content(KeptMessage message) throws IOException {
        return log.read(message);
    }

    @Override
    public void close() throws IOException {
        writer.interrupt();
        log.close();
    }

    private void write() {
        try {
            while (true) {
                List<Waiting> batch = new ArrayList<>();
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                write(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<Waiting> batch) {
        try {
            List<KeptMessage> kept =
                    log.append(batch.stream().map(Waiting::message).toList());
            synchronized (index) {
                index.addAll(kept);
            }
            for (int i = 0; i < batch.size(); i++) {
                bytes.addAndGet(kept.get(i).size());
                batch.get(i).taken().complete(kept.get(i).id());
            }
        } catch (IOException e) {
            LOG.errorf(e, "Messages could not be kept messages=%d", batch.size());
            batch.forEach(waiting -> waiting.taken().completeExceptionally(e));
        }
    }
}
