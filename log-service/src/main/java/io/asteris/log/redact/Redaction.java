package io.asteris.log.redact;

import io.asteris.contract.Json;
import io.asteris.contract.content.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Masks links, codes and tokens of mail that carries secrets, such as a password reset: who may read the log must not be able to
 * sign in as somebody else. The message itself stays as it is as long as the content store has it.
 */
public final class Redaction {
    private static final Rules RULES = read();

    private Redaction() {}

    /** The rules as they stand in the file: what makes a message secret, and what is masked in one. */
    private record Rules(List<Kind> secret, List<Mask> mask) {}

    /** A kind of secret mail: any of the words in its subject or any of the pieces in its body tells it. */
    private record Kind(String name, List<String> subject, List<String> body) {
        boolean isOf(String subjectText, String bodyText) {
            return subject.stream().anyMatch(subjectText::contains)
                    || body.stream().anyMatch(bodyText::contains);
        }
    }

    /** A pattern and what is put in its place. */
    private record Mask(Pattern find, String put) {
        String apply(String text) {
            return find.matcher(text).replaceAll(put);
        }
    }

    /**
     * Whether a rule says that the message carries a secret.
     *
     * @param body absent where only the subject is known
     */
    public static boolean isSecret(String subject, @Nullable Body body) {
        String subjectText = subject.toLowerCase(Locale.ROOT);
        String bodyText = body == null
                ? ""
                : Stream.of(body.html(), body.text())
                        .filter(Objects::nonNull)
                        .reduce("", (all, part) -> all + '\n' + part)
                        .toLowerCase(Locale.ROOT);
        return RULES.secret().stream().anyMatch(kind -> kind.isOf(subjectText, bodyText));
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
