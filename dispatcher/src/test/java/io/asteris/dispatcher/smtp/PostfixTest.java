package io.asteris.dispatcher.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asteris.contract.Cause;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.mime.MessageRenderer;
import io.asteris.dispatcher.mime.RenderedMessage;
import io.asteris.dispatcher.smtp.PostfixServer.Door;
import io.asteris.testing.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we send, as a real Postfix takes it: the whole message, once, and nothing that only looked like one. */
class PostfixTest {
    private static final TestCertificate CERTIFICATE = TestCertificate.forHost("localhost");
    private static final SmtpCredentials PASSWORD = new SmtpCredentials.Password("shop", "s3cret");
    private static final SaslServer SASL = new SaslServer("shop", "s3cret");

    private static @Nullable PostfixServer running;

    private final Sending sending = new Sending(Sending.options(Sending.LONG, List.of(CERTIFICATE.pem())));

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        var missing = PostfixServer.missing();
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        running = PostfixServer.start(folder, CERTIFICATE, SASL);
    }

    @AfterAll
    static void stop() throws IOException {
        if (running != null) {
            running.close();
        }
        SASL.close();
    }

    @BeforeEach
    void forget() {
        SASL.forget();
    }

    @AfterEach
    void close() {
        sending.close();
    }

    @Test
    void aMessageArrivesAsItWasRendered() throws Exception {
        // Given
        byte[] picture = new byte[300_000];
        new Random(3).nextBytes(picture);
        byte[] poem = "one\ntwo\r.\rthree\n.\nfour".getBytes(StandardCharsets.UTF_8);
        RenderedMessage message = MessageRenderer.render(
                envelope(
                        "Grüße aus Köln",
                        new AttachmentInfo(1, "Übersicht.png", "image/png", null, picture.length),
                        new AttachmentInfo(2, "poem.txt", "text/plain", null, poem.length)),
                new Body("<p>Hällo</p>", "Hällo\n.\n.."),
                List.of(picture, poem));

        // When
        Answer answer = sending.send(endpoint(Door.USUAL), Sending.to("anna@example.com"), message);

        // Then
        assertThat(answer).isInstanceOfSatisfying(Answer.Taken.class, taken -> {
            assertThat(taken.said().code()).isEqualTo(250);
            assertThat(taken.providerMessageId()).matches("[0-9A-Za-z]{8,}");
        });
        List<byte[]> mail = postfix().takeMail();
        assertThat(mail).hasSize(1);
        assertThat(latin(mail.getFirst())).endsWith("\n" + withLf(latin(octets(message))));
        List<Entity> parts = leaves(parsed(mail.getFirst()));
        assertThat(parsed(mail.getFirst()).getSubject()).isEqualTo("Grüße aus Köln");
        assertThat(withLf(text(parts.getFirst()))).isEqualTo("Hällo\n.\n..");
        assertThat(content(parts.get(2))).isEqualTo(picture);
        assertThat(content(parts.get(3))).isEqualTo(poem);
        assertThat(parts.get(2).getFilename()).isEqualTo("Übersicht.png");
        assertThat(SASL.signIns()).containsExactly(new SaslServer.SignIn("PLAIN", true));
    }

    @Test
    void loginWillDoWhereThereIsNoPlain() throws Exception {
        // When
        Answer answer = sending.send(endpoint(Door.LOGIN_ONLY));

        // Then
        assertThat(answer).isInstanceOf(Answer.Taken.class);
        assertThat(postfix().takeMail()).hasSize(1);
        assertThat(SASL.signIns()).containsExactly(new SaslServer.SignIn("LOGIN", true));
    }

    @Test
    void aWrongPasswordIsATroubleOfTheConfigurationInPostfixsWords() throws Exception {
        for (Door door : List.of(Door.USUAL, Door.LOGIN_ONLY)) {
            // When
            Answer answer = sending.send(endpoint(door, new SmtpCredentials.Password("shop", "wrong")));

            // Then
            assertThat(answer).isInstanceOfSatisfying(Answer.NotTaken.class, refused -> {
                assertThat(refused.cause()).isEqualTo(Cause.CONFIGURATION);
                assertThat(refused.said().line()).startsWith("535 5.7.8 Error: authentication failed");
            });
        }
        assertThat(SASL.signIns()).extracting(SaslServer.SignIn::letIn).containsExactly(false, false);
        assertThat(postfix().takeMail()).isEmpty();
    }

    @Test
    void aCertificateThatNobodyVouchesForGetsNoPassword() throws Exception {
        // Given
        var elsewhere = TestCertificate.forHost("localhost");
        try (var doubting = new Sending(Sending.options(Sending.LONG, List.of(elsewhere.pem())))) {
            // When
            Answer answer = doubting.send(endpoint(Door.USUAL));

            // Then
            assertThat(answer).isInstanceOfSatisfying(Answer.NotTaken.class, refused -> {
                assertThat(refused.cause()).isEqualTo(Cause.CONFIGURATION);
                assertThat(refused.said().text()).contains("not trustworthy");
            });
            assertThat(SASL.signIns()).isEmpty();
            assertThat(postfix().takeMail()).isEmpty();
        }
    }

    @Test
    void aRefusedRecipientKeepsNobodyElseFromGettingIt() throws Exception {
        // When
        Answer answer = sending.send(
                endpoint(Door.STRICT),
                Sending.to("anna@example.com", "gone@example.com", "ben@example.com"),
                Sending.anyMessage());

        // Then
        assertThat(answer).isInstanceOfSatisfying(Answer.Taken.class, taken -> assertThat(taken.recipients())
                .singleElement()
                .satisfies(refused -> assertThat(refused.position()).isEqualTo(1)));
        assertThat(postfix().takeMail())
                .extracting(PostfixTest::latin)
                .anyMatch(mail -> mail.contains("\nDelivered-To: anna@example.com\n"))
                .anyMatch(mail -> mail.contains("\nDelivered-To: ben@example.com\n"))
                .hasSize(2);
    }

    @Test
    void anInternationalAddressIsReached() throws Exception {
        // When
        Answer answer = sending.send(endpoint(Door.STRICT), Sending.to("ünal@example.com"), Sending.anyMessage());

        // Then
        assertThat(answer).isInstanceOf(Answer.Taken.class);
        assertThat(postfix().takeMail()).singleElement().satisfies(mail -> assertThat(
                        new String(mail, StandardCharsets.UTF_8))
                .contains("Delivered-To: ünal@example.com"));
    }

    /** What this Postfix is open to: without it, the tests below would prove nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"\n.\n", "\n.\r\n", "\r\n.\n"})
    void aCarelessClientSmugglesASecondMessage(String end) throws Exception {
        // When
        String conversation =
                "EHLO client.example.org\r\nMAIL FROM:<shop@example.org>\r\nRCPT TO:<anna@example.com>\r\n"
                        + "DATA\r\nSubject: first\r\n\r\n" + abuse(end) + "\r\n.\r\nQUIT\r\n";
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), postfix().port(Door.OPEN))) {
            socket.getOutputStream().write(conversation.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }

        // Then
        assertThat(postfix().takeMail())
                .extracting(PostfixTest::latin)
                .anyMatch(mail -> mail.contains("\nDelivered-To: victim@example.net\n"));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void anEndOfDataInATextArrivesAsText(String end) throws Exception {
        String text = abuse(end);
        RenderedMessage inText = MessageRenderer.render(envelope("text"), new Body(null, text), List.of());
        RenderedMessage inHtml = MessageRenderer.render(envelope("html"), new Body(text, "plain"), List.of());
        for (Door door : List.of(Door.USUAL, Door.STRICT)) {
            for (RenderedMessage message : List.of(inText, inHtml)) {
                // When
                byte[] arrived = theOnlyOneThatArrives(door, message);

                // Then
                assertThat(latin(arrived)).endsWith("\n" + withLf(latin(octets(message))));
                assertThat(withLf(text(leaves(parsed(arrived)).getLast()))).isEqualTo(withLf(text));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ends")
    void evenOctetsThatNobodyRenderedAreOneMessage(String end) throws Exception {
        for (String octets : List.of(
                "Subject: body\r\n\r\n" + abuse(end),
                "Subject: header\r\nX-Note: " + abuse(end),
                "Subject: end\r\n\r\nx" + end.substring(0, end.indexOf('.') + 1))) {
            for (Door door : List.of(Door.USUAL, Door.STRICT)) {
                // When
                byte[] arrived = theOnlyOneThatArrives(door, Sending.message(octets));

                // Then: empty lines are left out, because Postfix puts one before what cannot be a header.
                assertThat(lines(latin(arrived))).endsWith(lines(withLf(octets)).toArray(String[]::new));
            }
        }
    }

    /** Line by line, every way in which two servers were seen to disagree about the end of a message. */
    static Stream<String> ends() {
        List<String> lineEnds = List.of("\r\n", "\n", "\r", "\r\r\n", "\n\r");
        return Stream.concat(
                lineEnds.stream().flatMap(before -> lineEnds.stream().map(after -> before + "." + after)),
                Stream.of("\r\n\0.\r\n", "\r\n.\0\r\n", "\r\n..\r\n", "\n..\n", "\r\n. \r\n"));
    }

    private static String abuse(String end) {
        String lineEnd = end.endsWith("\r\n") ? "\r\n" : end.substring(end.length() - 1);
        return "before" + end
                + String.join(
                        lineEnd,
                        "MAIL FROM:<evil@example.net>",
                        "RCPT TO:<victim@example.net>",
                        "DATA",
                        "Subject: smuggled",
                        "",
                        "x",
                        ".",
                        "after\r\n");
    }

    /** Sends it and then another one over the same connection: Postfix has read everything that came between. */
    private byte[] theOnlyOneThatArrives(Door door, MessageSource message) throws IOException {
        SmtpEndpoint endpoint = endpoint(door);
        Answer first = sending.send(endpoint, Sending.to("anna@example.com"), message);
        Answer second = sending.send(endpoint, Sending.to("ben@example.com"), Sending.anyMessage());
        assertThat(List.of(first, second)).allMatch(answer -> answer instanceof Answer.Taken);
        assertThat(sending.client().connections(endpoint)).isEqualTo(1);
        List<byte[]> mail = postfix().takeMail();
        assertThat(mail).hasSize(2);
        return mail.stream()
                .filter(each -> latin(each).contains("\nDelivered-To: anna@example.com\n"))
                .findFirst()
                .orElseThrow();
    }

    private static PostfixServer postfix() {
        if (running == null) {
            throw new IllegalStateException("Postfix does not run");
        }
        return running;
    }

    private static SmtpEndpoint endpoint(Door door) {
        return endpoint(door, PASSWORD);
    }

    private static SmtpEndpoint endpoint(Door door, SmtpCredentials credentials) {
        return SmtpEndpoint.of("localhost", postfix().port(door), SmtpMode.STARTTLS, credentials);
    }

    private static Envelope envelope(String subject, AttachmentInfo... attachments) {
        return new Envelope(
                MessageId.mint(Instant.EPOCH),
                new SiteId("shop"),
                Mailbox.of(Sending.SHOP),
                List.of(),
                List.of(new Recipient(0, RecipientField.TO, Mailbox.of(EmailAddress.of("anna@example.com")))),
                subject,
                List.of(),
                List.of(attachments),
                Instant.EPOCH,
                null);
    }

    private static byte[] octets(RenderedMessage message) throws IOException {
        var out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toByteArray();
    }

    private static Message parsed(byte[] mail) throws Exception {
        return new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(mail));
    }

    private static List<Entity> leaves(Entity entity) {
        return entity.getBody() instanceof Multipart parts
                ? parts.getBodyParts().stream()
                        .flatMap(part -> leaves(part).stream())
                        .toList()
                : List.of(entity);
    }

    private static byte[] content(Entity part) throws IOException {
        return ((SingleBody) part.getBody()).getInputStream().readAllBytes();
    }

    private static String text(Entity part) throws IOException {
        return new String(content(part), StandardCharsets.UTF_8);
    }

    private static String latin(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static String withLf(String text) {
        return text.replaceAll("\r\n|\r", "\n");
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isEmpty()).toList();
    }
}
