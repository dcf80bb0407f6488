package io.asteris.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Verticle;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What lies underneath the accept path, as a process of its own with the gateway's heap: bare HTTP, or a plain prototype. */
public final class LimitServer implements AutoCloseable {
    static final String HOST = "127.0.0.1";
    static final int ACCEPTED = 202;
    private static final int EVENT_LOOPS = 2;
    private static final int LOOKS = 300;
    private static final long LOOK_MILLIS = 50;

    /** Which limit. */
    public enum Kind {
        /** Reads the body and answers. */
        NO_OP,
        /** Stores content and outbox row in shared commits, with nothing else on. */
        PROTOTYPE
    }

    private final Process process;
    private final URI address;

    private LimitServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** Starts one and waits until it listens. */
    public static LimitServer start(Kind kind, String database) throws IOException, InterruptedException {
        int port = freePort();
        var builder = new ProcessBuilder(new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms96m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LimitServer.class.getName(),
                kind.name(),
                Integer.toString(port))));
        // Not as an argument: it holds a password, and arguments are seen by everybody.
        builder.environment().put("BENCH_DATABASE", database);
        Process process = builder.inheritIO().start();
        var server = new LimitServer(process, URI.create("http://" + HOST + ":" + port + "/send"));
        for (int i = 0; i < LOOKS && process.isAlive(); i++) {
            if (listens(port)) {
                return server;
            }
            process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        server.close();
        throw new IOException("the limit " + kind + " did not start");
    }

    /** Where to post to. */
    public URI address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Arguments: kind, port. */
    public static void main(String[] arguments) {
        Kind kind = Kind.valueOf(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        String database = System.getenv("BENCH_DATABASE");
        Supplier<Verticle> verticle = () -> kind == Kind.NO_OP ? new NoOp(port) : new Prototype(port, database);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
        (kind == Kind.NO_OP ? vertx.executeBlocking(() -> "") : Prototype.prepare(vertx, database))
                .compose(ready -> vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(EVENT_LOOPS)))
                .onFailure(failure -> {
                    System.err.println("The limit " + kind + " failed: " + failure);
                    vertx.close();
                });
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) LOOK_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** HTTP and nothing else. */
    private static final class NoOp extends AbstractVerticle {
        private final int port;

        private NoOp(int port) {
            this.port = port;
        }

        @Override
        public void start() {
            vertx.createHttpServer()
                    .requestHandler(request -> request.body()
                            .onSuccess(body ->
                                    request.response().setStatusCode(ACCEPTED).end("{\"id\":\"0\"}")))
                    .listen(port, HOST);
        }
    }
}
