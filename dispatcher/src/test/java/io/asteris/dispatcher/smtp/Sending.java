package io.asteris.dispatcher.smtp;

import io.asteris.contract.EmailAddress;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.platform.egress.EgressPolicy;
import io.asteris.platform.egress.HostResolver;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client with its Vert.x, set up for servers on this machine, and the values that tests send. */
final class Sending implements AutoCloseable {
    static final SmtpTimeouts SHORT = new SmtpTimeouts(
            Duration.ofSeconds(2),
            Duration.ofMillis(400),
            Duration.ofSeconds(2),
            Duration.ofSeconds(20),
            Duration.ofMillis(600));
    static final SmtpTimeouts LONG = new SmtpTimeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));
    static final EmailAddress SHOP = EmailAddress.of("shop@example.org");

    private final Vertx vertx = Vertx.vertx();
    private final SmtpClient client;

    Sending(SmtpTimeouts timeouts) {
        this(options(timeouts, List.of()));
    }

    Sending(SmtpClientOptions options) {
        client = new SmtpClient(vertx, options);
    }

    /** This machine may be connected to; certificates are checked against these authorities or the system's. */
    static SmtpClientOptions options(SmtpTimeouts timeouts, List<String> authorities) {
        return new SmtpClientOptions(
                timeouts,
                "client.example.org",
                EgressPolicy.of(List.of("loopback")),
                HostResolver.SYSTEM,
                authorities,
                false);
    }

    static SmtpEndpoint plain(ScriptedServer server) {
        return SmtpEndpoint.of("localhost", server.port(), SmtpMode.NONE, new SmtpCredentials.None());
    }

    static SmtpEnvelope to(String... addresses) {
        var recipients = new ArrayList<SmtpRecipient>();
        for (String address : addresses) {
            recipients.add(new SmtpRecipient(recipients.size(), EmailAddress.of(address)));
        }
        return new SmtpEnvelope(SHOP, recipients);
    }

    static MessageSource message(String text) {
        return MessageSource.of(Buffer.buffer(text));
    }

    static MessageSource anyMessage() {
        return message("Subject: hello\r\n\r\nHello.\r\n");
    }

    SmtpClient client() {
        return client;
    }

    Answer send(SmtpEndpoint endpoint, SmtpEnvelope envelope, MessageSource message) {
        return wait(client.send(endpoint, envelope, message));
    }

    /** Any message to one recipient. */
    Answer send(SmtpEndpoint endpoint) {
        return send(endpoint, to("anna@example.com"), anyMessage());
    }

    <T> T wait(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(60));
    }

    @Override
    public void close() {
        wait(client.close());
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
