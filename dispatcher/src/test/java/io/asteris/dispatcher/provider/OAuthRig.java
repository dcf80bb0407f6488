package io.asteris.dispatcher.provider;

import io.asteris.dispatcher.provider.FakeApi.Asked;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A provider that is given the whole message and reads from its headers who gets it. Takes Bcc out of what recipients see, as the real
 * ones do.
 *
 * @param rig all of it but the consent
 * @param none makes the provider that nobody authorised
 */
public record OAuthRig(ApiRig rig, Function<String, Provider> none) implements ProviderContract.Rig {
    /**
     * The other side of an API that takes messages as MIME.
     *
     * @param message gives the octets of the message in a request
     */
    public static OAuthRig of(
            FakeApi api,
            String preset,
            List<AnswerRow> orders,
            Function<String, Provider> open,
            Function<String, Provider> none,
            Function<Asked, byte[]> message) {
        Predicate<Asked> isSend = asked -> asked.method().equals("POST");
        return new OAuthRig(
                new ApiRig(
                        api,
                        open,
                        AnswerRow.of(preset).getFirst(),
                        orders,
                        isSend,
                        asked -> MimeReader.read(message.apply(asked), bcc(message.apply(asked)), null)),
                none);
    }

    private static List<String> bcc(byte[] message) {
        try {
            var mail = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(message));
            String header = mail.getHeader("Bcc", ", ");
            return header == null
                    ? List.of()
                    : Arrays.stream(InternetAddress.parseHeader(header, true))
                            .map(InternetAddress::getAddress)
                            .toList();
        } catch (MessagingException unreadable) {
            throw new AssertionError("no message", unreadable);
        }
    }

    @Override
    public Provider provider() {
        return rig.provider();
    }

    @Override
    public Provider locked() {
        return none.apply("http://127.0.0.1:1");
    }

    @Override
    public Provider nowhere() {
        return rig.nowhere();
    }

    @Override
    public void next(ProviderContract.Ordered order) {
        rig.next(order);
    }

    @Override
    public List<SeenMail> seen() {
        return rig.seen();
    }

    @Override
    public String shown() {
        return rig.shown();
    }

    @Override
    public List<String> reached() {
        return rig.reached();
    }

    @Override
    public void close() {
        rig.close();
    }
}
