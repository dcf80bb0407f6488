package io.asteris.bench;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The limit of delivery: a raw SMTP client on kept-open connections that pipelines and does nothing else. */
final class SmtpBlast {
    private static final Buffer ENVELOPE =
            Buffer.buffer("MAIL FROM:<shop@localhost.example>\r\nRCPT TO:<anna@example.com>\r\nDATA\r\n");
    private static final long PATIENCE_SECONDS = 120;
    private static final char LAST_LINE = ' ';
    private static final int CODE = 3;
    private static final int ENVELOPE_REPLIES = 3;

    private SmtpBlast() {}

    /** Sends so many messages of that content to a port of 127.0.0.1; messages in a second. */
    static double run(Vertx vertx, int port, int connections, int messages, String text) throws InterruptedException {
        Buffer content = Buffer.buffer("Subject: limit\r\n\r\n" + text + "\r\n.\r\n");
        var left = new AtomicInteger(messages);
        List<Talk> talks = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            var talk = new Talk(content, left);
            talks.add(talk);
            // On an event loop: from elsewhere the greeting can be there, and lost, before its reader is.
            vertx.runOnContext(ignored -> vertx.createNetClient()
                    .connect(port, LimitServer.HOST)
                    .onSuccess(talk::begin)
                    .onFailure(talk.done::fail));
        }
        for (Talk talk : talks) {
            talk.await();
        }
        return messages / ((System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1));
    }

    /** One connection. */
    private static final class Talk {
        private final Buffer content;
        private final AtomicInteger left;
        private final Promise<Void> done = Promise.promise();
        /** Replies to come before the next write; the greeting is the first. */
        private int awaited = 1;

        private Step step = Step.GREETED;

        /** What the replies that are awaited will have answered. */
        private enum Step {
            GREETED,
            INTRODUCED,
            ENVELOPE,
            CONTENT
        }

        private Talk(Buffer content, AtomicInteger left) {
            this.content = content;
            this.left = left;
        }

        private void begin(NetSocket socket) {
            socket.handler(RecordParser.newDelimited("\r\n", line -> reply(socket, line)));
            socket.exceptionHandler(done::tryFail);
            socket.closeHandler(closed -> done.tryFail("the sink closed a connection"));
        }

        private void reply(NetSocket socket, Buffer line) {
            if (line.length() > CODE && line.getByte(CODE) != LAST_LINE) {
                return;
            }
            if (line.getByte(0) > '3') {
                done.tryFail("the sink answered " + line);
            } else if (--awaited == 0) {
                advance(socket);
            }
        }

        private void advance(NetSocket socket) {
            switch (step) {
                case GREETED -> write(socket, Step.INTRODUCED, 1, Buffer.buffer("EHLO bench.localhost.example\r\n"));
                case INTRODUCED, CONTENT -> {
                    if (left.getAndDecrement() > 0) {
                        write(socket, Step.ENVELOPE, ENVELOPE_REPLIES, ENVELOPE);
                    } else {
                        done.tryComplete();
                        socket.close();
                    }
                }
                case ENVELOPE -> write(socket, Step.CONTENT, 1, content);
            }
        }

        private void write(NetSocket socket, Step next, int replies, Buffer octets) {
            step = next;
            awaited = replies;
            socket.write(octets);
        }

        private void await() throws InterruptedException {
            try {
                done.future().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException failure) {
                throw new IllegalStateException("the raw SMTP client got stuck", failure);
            }
        }
    }
}
