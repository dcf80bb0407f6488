package io.asteris.dispatcher.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An SMTP server on a loopback port that does what a {@link Script} tells it, one thread a connection. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Script script;
    private final @Nullable SSLContext tls;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

    ScriptedServer(Script script) {
        this(script, null);
    }

    ScriptedServer(Script script, @Nullable SSLContext tls) {
        this.script = script;
        this.tls = tls;
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new IllegalStateException("no loopback port", noPort);
        }
        Thread.ofVirtual().name("scripted-smtp").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connections accepted so far. */
    int connections() {
        return connections.get();
    }

    /** Connections that neither side has closed. */
    int open() {
        return open.get();
    }

    /** Every command line, in the order received, without line ends. */
    List<String> commands() {
        return commands;
    }

    /** Every body whose final dot came, decoded strictly: dots unstuffed, final dot line removed. */
    List<byte[]> bodies() {
        return bodies;
    }

    /** Cuts all open connections, as a restart of the server does. */
    void cutAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.incrementAndGet();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new ScriptedSession(socket, script, tls, commands, bodies).run();
        } catch (IOException gone) {
            // The client left or the script cut the connection: both are what tests are about.
        } finally {
            sockets.remove(socket);
            open.decrementAndGet();
        }
    }
}
