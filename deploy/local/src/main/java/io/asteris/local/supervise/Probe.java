package io.asteris.local.supervise;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a process whether it does its work; quick, and never throws. */
@FunctionalInterface
public interface Probe {
    /** The longest time one question may take. */
    Duration BOUND = Duration.ofSeconds(2);

    boolean isReady();

    /** Ready when a GET of this address answers 200. */
    static Probe http(URI address) {
        return () -> {
            HttpRequest request = HttpRequest.newBuilder(address).timeout(BOUND).build();
            try {
                return Client.SHARED.send(request, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }

    /** Ready when something listens on this port of 127.0.0.1. */
    static Probe tcp(int port) {
        return () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), (int)
                        BOUND.toMillis());
                return true;
            } catch (IOException e) {
                return false;
            }
        };
    }

    /** One client for all questions: each brings a thread of its own. */
    final class Client {
        private static final HttpClient SHARED = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(BOUND)
                .build();

        private Client() {}
    }
}
