package io.asteris.dispatcher.provider.ses;

import io.asteris.contract.Mailbox;
import io.asteris.contract.RecipientField;
import io.asteris.dispatcher.mime.MessageRenderer;
import io.asteris.dispatcher.mime.PlainMailbox;
import io.asteris.dispatcher.mime.RenderedMessage;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.api.MessageBody;
import io.asteris.dispatcher.provider.api.Octets;
import io.asteris.dispatcher.provider.api.UnsendableException;
import io.asteris.platform.egress.HttpBody;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a message as SES wants it: the MIME as it is, and whom it is for. */
final class SesMail {
    private static final int MOST_RECIPIENTS = 50;
    private static final long MOST_OCTETS = 40 * 1024 * 1024;
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{1,256}");

    private SesMail() {}

    /** @throws UnsendableException when it breaks a limit of SES */
    static HttpBody of(Outgoing message, @Nullable String configurationSet) {
        if (message.owed().size() > MOST_RECIPIENTS) {
            throw new UnsendableException("Amazon SES takes at most " + MOST_RECIPIENTS + " recipients a message.");
        }
        boolean unicode = Stream.concat(
                        Stream.of(message.envelope().from()),
                        message.owedRecipients().stream().map(recipient -> recipient.mailbox()))
                .anyMatch(mailbox -> mailbox.address().needsSmtpUtf8());
        if (unicode) {
            throw new UnsendableException("Amazon SES takes no address with letters beyond ASCII before the @.");
        }
        RenderedMessage mime = MessageRenderer.render(message.envelope(), message.body(), message.attachments());
        if (mime.size() > MOST_OCTETS) {
            throw new UnsendableException(
                    "Amazon SES takes messages of at most 40 MB; this one has " + mime.size() + " octets.");
        }
        return Octets.join(List.of(
                HttpBody.of("{\"Content\":{\"Raw\":{\"Data\":\""),
                MessageBody.base64(mime),
                HttpBody.of("\"}}," + about(message, configurationSet).encode().substring(1))));
    }

    private static JsonObject about(Outgoing message, @Nullable String configurationSet) {
        var about = new JsonObject()
                .put("FromEmailAddress", PlainMailbox.of(message.envelope().from()))
                .put("Destination", destination(message))
                .put("EmailTags", tags(message));
        return configurationSet == null ? about : about.put("ConfigurationSetName", configurationSet);
    }

    /** Who gets it; who is shown stands in the MIME. */
    private static JsonObject destination(Outgoing message) {
        var destination = new JsonObject();
        add(destination, "ToAddresses", message.owed(RecipientField.TO));
        add(destination, "CcAddresses", message.owed(RecipientField.CC));
        add(destination, "BccAddresses", message.owed(RecipientField.BCC));
        return destination;
    }

    private static void add(JsonObject destination, String name, List<Mailbox> mailboxes) {
        if (!mailboxes.isEmpty()) {
            destination.put(
                    name,
                    new JsonArray(mailboxes.stream()
                            .map(mailbox -> mailbox.address().text())
                            .toList()));
        }
    }

    private static JsonArray tags(Outgoing message) {
        var tags = new JsonArray()
                .add(tag("asteris_message_id", message.envelope().message().text()));
        int n = 0;
        for (String each : message.envelope().tags()) {
            if (TAG.matcher(each).matches()) {
                tags.add(tag("tag_" + ++n, each));
            }
        }
        return tags;
    }

    private static JsonObject tag(String name, String value) {
        return new JsonObject().put("Name", name).put("Value", value);
    }
}
