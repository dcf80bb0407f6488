package io.asteris.dispatcher.provider.smtp;

import io.asteris.dispatcher.engine.MailSink;
import io.asteris.dispatcher.provider.MimeReader;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.ProviderContract;
import io.asteris.dispatcher.provider.SeenMail;
import io.asteris.dispatcher.smtp.SmtpClient;
import io.asteris.dispatcher.smtp.SmtpClientOptions;
import io.asteris.dispatcher.smtp.SmtpCredentials;
import io.asteris.dispatcher.smtp.SmtpEndpoint;
import io.asteris.dispatcher.smtp.SmtpMode;
import io.asteris.platform.egress.EgressPolicy;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

class SmtpContractTest extends ProviderContract {
    @Override
    protected Rig open() {
        return new SmtpRig();
    }

    /** An SMTP server that offers no sign-in. */
    private static final class SmtpRig implements Rig {
        private final Vertx vertx = Vertx.vertx();
        private final SmtpClient client =
                new SmtpClient(vertx, SmtpClientOptions.of(EgressPolicy.of(List.of("loopback"))));
        private final MailSink sink = new MailSink();

        @Override
        public Provider provider() {
            return at(sink.port(), new SmtpCredentials.None());
        }

        @Override
        public Provider locked() {
            return at(sink.port(), new SmtpCredentials.Password("shop", "word"));
        }

        @Override
        public Provider nowhere() {
            return at(1, new SmtpCredentials.None());
        }

        @Override
        public void next(Ordered order) {
            sink.answer(
                    switch (order) {
                        case REFUSE -> "554 5.6.0 no";
                        case LATER -> "451 4.3.0 later";
                        case LOSE -> MailSink.DROP;
                    });
        }

        @Override
        public List<SeenMail> seen() {
            return sink.mails().stream().map(SmtpRig::read).toList();
        }

        @Override
        public String shown() {
            return sink.mails().getLast().data();
        }

        @Override
        public List<String> reached() {
            return sink.mails().getLast().recipients();
        }

        @Override
        public void close() throws Exception {
            client.close().await().atMost(Duration.ofSeconds(10));
            vertx.close().toCompletionStage().toCompletableFuture().join();
            sink.close();
        }

        private Provider at(int port, SmtpCredentials credentials) {
            return new SmtpProvider(client, SmtpEndpoint.of("127.0.0.1", port, SmtpMode.NONE, credentials));
        }

        /** Who is in no header is bcc. */
        private static SeenMail read(MailSink.Mail mail) {
            String head = mail.data().split("\n\n", 2)[0];
            List<String> bcc = mail.recipients().stream()
                    .filter(address -> !head.contains(address))
                    .toList();
            return MimeReader.read(mail.data().getBytes(StandardCharsets.UTF_8), bcc, null);
        }
    }
}
