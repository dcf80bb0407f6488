package io.asteris.log.redact;

import io.asteris.contract.Json;
import io.asteris.contract.content.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Masks links, codes and tokens of mail that carries secrets, such as a password reset: who may read the log must not be able to
 * sign in as somebody else. The message itself stays as it is as long as the content store has it.
 */
public final class Redaction {
    private static final Rules RULES = read();
    private static final Pieces SUBJECTS = new Pieces(
            RULES.secret().stream().flatMap(kind -> kind.subject().stream()).toList());
    private static final Pieces BODIES = new Pieces(
            RULES.secret().stream().flatMap(kind -> kind.body().stream()).toList());

    private Redaction() {}

    /** The rules as they stand in the file: what makes a message secret, and what is masked in one. */
    private record Rules(List<Kind> secret, List<Mask> mask) {}

    /** A kind of secret mail: any of the words in its subject or any of the pieces in its body tells it. */
    private record Kind(String name, List<String> subject, List<String> body) {}

    /** A pattern and what is put in its place. */
    private record Mask(Pattern find, String put) {
        String apply(String text) {
            return find.matcher(text).replaceAll(put);
        }
    }

    /**
     * Whether a rule says that the message carries a secret.
     *
     * @param body as JSON ({@link Body}); absent where only the subject is known
     */
    public static boolean isSecret(String subject, byte @Nullable [] body) {
        return SUBJECTS.areIn(subject) || (body != null && Json.anyText(body, BODIES::areIn));
    }

    /** The text with its secrets masked. */
    public static String mask(String text) {
        String masked = text;
        for (Mask mask : RULES.mask()) {
            masked = mask.apply(masked);
        }
        return masked;
    }

    /** The body with its secrets masked. */
    public static Body mask(Body body) {
        return new Body(maskPart(body.html()), maskPart(body.text()));
    }

    private static @Nullable String maskPart(@Nullable String part) {
        return part == null ? null : mask(part);
    }

    private static Rules read() {
        try (InputStream json = Objects.requireNonNull(
                Redaction.class.getResourceAsStream("/redactions.json"), "redactions.json is missing")) {
            return Json.read(json.readAllBytes(), Rules.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
