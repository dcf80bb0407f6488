package io.asteris.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes messages over SMTP and says when the last octet of each was there: the bench's own end of the wire, on its own clock. */
final class LatencySink implements AutoCloseable {
    private final NetServer server;
    private final BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();

    private LatencySink(Vertx vertx) {
        this.server = vertx.createNetServer().connectHandler(socket -> new Talk(socket).begin());
    }

    static LatencySink start(Vertx vertx, int port) {
        var sink = new LatencySink(vertx);
        sink.server
                .listen(port, LimitServer.HOST)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return sink;
    }

    /** The time ({@link System#nanoTime}) at which the next message's last octet was there. */
    long next() throws InterruptedException {
        Long arrival = arrivals.poll(30, TimeUnit.SECONDS);
        if (arrival == null) {
            throw new IllegalStateException("an accepted message did not arrive within 30 s");
        }
        return arrival;
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    /** One connection. */
    private final class Talk {
        private final NetSocket socket;
        private boolean inContent;

        private Talk(NetSocket socket) {
            this.socket = socket;
        }

        private void begin() {
            socket.handler(RecordParser.newDelimited("\r\n", this::line));
            say("220 sink.localhost.example");
        }

        private void line(Buffer line) {
            String text = line.toString().toUpperCase(Locale.ROOT);
            if (inContent) {
                content(text);
            } else if (text.startsWith("EHLO")) {
                say("250-sink.localhost.example\r\n250-PIPELINING\r\n250 8BITMIME");
            } else if (text.startsWith("DATA")) {
                inContent = true;
                say("354 go on");
            } else {
                say(text.startsWith("QUIT") ? "221 bye" : "250 ok");
            }
        }

        private void content(String text) {
            if (text.equals(".")) {
                arrivals.add(System.nanoTime());
                inContent = false;
                say("250 ok");
            }
        }

        private void say(String reply) {
            socket.write(reply + "\r\n");
        }
    }
}
