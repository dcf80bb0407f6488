package io.asteris.dispatcher.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A message as it came in at a provider, decoded, whatever its form was.
 *
 * @param from and the other mailboxes as {@code name <address>}
 * @param bcc addresses alone, from wherever the provider is told of them
 * @param headers the caller's own, by lower-case name
 * @param correlation our message id where the provider's events will show it
 */
public record SeenMail(
        String from,
        List<String> replyTo,
        List<String> to,
        List<String> cc,
        List<String> bcc,
        String subject,
        String text,
        String html,
        Map<String, String> headers,
        List<File> files,
        String correlation) {

    /**
     * An attachment or an inline image.
     *
     * @param contentId what the HTML calls it; empty when it is not inline
     */
    public record File(String name, String contentId, int digest, int size) {
        public static File of(String name, String contentId, byte[] octets) {
            return new File(name, contentId, Arrays.hashCode(octets), octets.length);
        }
    }

    /** A mailbox as all of these show it. */
    public static String mailbox(String name, String address) {
        return name.isEmpty() ? address : name + " <" + address + ">";
    }
}
