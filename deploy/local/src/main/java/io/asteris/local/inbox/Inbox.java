package io.asteris.local.inbox;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutionException;

/** One inbox: SMTP and HTTP on loopback. */
final class Inbox implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int EVENT_LOOPS = 2;
    private static final int BACKLOG = 1024;

    private final Vertx vertx;
    private final Mailbox mailbox;

    private Inbox(Vertx vertx, Mailbox mailbox) {
        this.vertx = vertx;
        this.mailbox = mailbox;
    }

    /**
     * Starts it and returns when both ports listen.
     *
     * @param folder where messages are kept
     * @param keep false counts them only
     */
    static Inbox start(Path folder, int smtpPort, int httpPort, boolean keep) throws IOException {
        Mailbox mailbox = keep ? KeptMailbox.open(folder, Clock.systemUTC()) : new CountedMailbox();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
        Inbox inbox = new Inbox(vertx, mailbox);
        try {
            Future.all(inbox.listenSmtp(smtpPort), inbox.listenHttp(httpPort))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            return inbox;
        } catch (ExecutionException e) {
            inbox.close();
            throw new IOException("The inbox cannot listen: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            inbox.close();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the inbox started", e);
        }
    }

    @Override
    public void close() throws IOException {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        if (mailbox instanceof KeptMailbox kept) {
            kept.close();
        }
    }

    /** One server per event loop behind the same port: Vert.x deals the connections out. */
    private Future<?> listenSmtp(int port) {
        NetServerOptions options = new NetServerOptions()
                .setHost(HOST)
                .setPort(port)
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setAcceptBacklog(BACKLOG);
        return vertx.deployVerticle(
                () -> new SmtpVerticle(options, mailbox), new DeploymentOptions().setInstances(EVENT_LOOPS));
    }

    private Future<?> listenHttp(int port) {
        return vertx.createHttpServer()
                .requestHandler(new InboxApi(vertx, mailbox)::handle)
                .listen(port, HOST);
    }

    private static final class SmtpVerticle extends AbstractVerticle {
        private final NetServerOptions options;
        private final Mailbox mailbox;

        SmtpVerticle(NetServerOptions options, Mailbox mailbox) {
            this.options = options;
            this.mailbox = mailbox;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createNetServer(options)
                    .connectHandler(socket -> new SmtpSession(socket, vertx, mailbox).begin())
                    .listen()
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
