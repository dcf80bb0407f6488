package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address as it is sent: local part as given, domain as lower-case A-label. The one strict parser of the house: dot-atom
 * local parts only (RFC 5321 4.1.2, with the UTF-8 of RFC 6531), no source routes, comments, quoted strings, literals or
 * encoded-words, so that no two readers of the same text can disagree on whom it names.
 */
public record EmailAddress(String localPart, String domain) {
    /** RFC 5321 4.5.3.1.3: a path of 256 octets less its angle brackets. */
    public static final int MAX_OCTETS = 254;

    private static final Pattern ENCODED_WORD = Pattern.compile("=\\?.*\\?.*\\?=");
    private static final int MAX_LOCAL_OCTETS = 64;
    private static final int MAX_DOMAIN_OCTETS = 253;
    private static final int MAX_LABEL_OCTETS = 63;
    private static final String ATEXT_BESIDE_LETTERS_AND_DIGITS = "!#$%&'*+-/=?^_`{|}~";

    /** @throws IllegalArgumentException saying which rule the address breaks, never repeating the address itself */
    public EmailAddress {
        checkLocalPart(localPart);
        domain = asciiDomain(domain);
        if (localPart.getBytes(StandardCharsets.UTF_8).length + 1 + domain.length() > MAX_OCTETS) {
            throw new IllegalArgumentException("an address has at most 254 octets");
        }
    }

    /**
     * Reads {@code local@domain}.
     *
     * @throws IllegalArgumentException saying which rule the address breaks, never repeating the address itself
     */
    @JsonCreator
    public static EmailAddress of(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("an address needs an @");
        }
        return new EmailAddress(text.substring(0, at), text.substring(at + 1));
    }

    /** {@code local@domain} as it stands in an envelope and a header. */
    @JsonValue
    public String text() {
        return localPart + '@' + domain;
    }

    /** The form in which two spellings of one mailbox compare equal: everything lower-case, nothing else folded. */
    public String canonical() {
        return localPart.toLowerCase(Locale.ROOT) + '@' + domain;
    }

    /** Whether a server must offer SMTPUTF8 (RFC 6531) to take it. */
    public boolean needsSmtpUtf8() {
        return localPart.chars().anyMatch(c -> c > 0x7e);
    }

    /** The domain part lower-cased as A-labels (RFC 5890), without a trailing dot. */
    public static String asciiDomain(String text) {
        String ascii;
        try {
            // Nearly every domain is an A-label already, and this is asked several times for each recipient.
            ascii = (isHostName(text) ? text : IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES)).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notADomain) {
            throw new IllegalArgumentException("the domain of an address is not a valid domain name", notADomain);
        }
        if (ascii.endsWith(".")) {
            ascii = ascii.substring(0, ascii.length() - 1);
        }
        checkDomain(ascii);
        return ascii;
    }

    private static void checkLocalPart(String local) {
        int octets = local.getBytes(StandardCharsets.UTF_8).length;
        if (octets == 0 || octets > MAX_LOCAL_OCTETS) {
            throw new IllegalArgumentException("the part before the @ has 1 to 64 octets");
        }
        if (local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            throw new IllegalArgumentException("the part before the @ has a dot at an end or two in a row");
        }
        boolean encodedWord =
                local.contains("=?") && ENCODED_WORD.matcher(local).find();
        if (encodedWord || !isLocalText(local)) {
            throw new IllegalArgumentException("the part before the @ has a character that an address may not have");
        }
    }

    private static boolean isLocalText(String local) {
        for (int i = 0; i < local.length(); i += Character.charCount(local.codePointAt(i))) {
            if (!mayStandInLocalPart(local.codePointAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayStandInLocalPart(int c) {
        if (c < 0x80) {
            return isLetterOrDigit((char) c) || c == '.' || ATEXT_BESIDE_LETTERS_AND_DIGITS.indexOf(c) >= 0;
        }
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    /** Whether it is made of letters, digits, and hyphens between these (RFC 1123 2.1), and dots. */
    private static boolean isHostName(String text) {
        char before = '.';
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            boolean isHyphenAtAnEdge = (before == '.' && next == '-') || (before == '-' && next == '.');
            if (isHyphenAtAnEdge || !(isLetterOrDigit(next) || next == '-' || next == '.')) {
                return false;
            }
            before = next;
        }
        return before != '-';
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }

    private static void checkDomain(String domain) {
        String[] labels = domain.split("\\.", -1);
        if (domain.length() > MAX_DOMAIN_OCTETS || labels.length < 2) {
            throw new IllegalArgumentException(
                    "the domain of an address has two labels or more and at most 253 octets");
        }
        for (String label : labels) {
            if (label.isEmpty() || label.length() > MAX_LABEL_OCTETS) {
                throw new IllegalArgumentException("a label of the domain has 1 to 63 octets");
            }
        }
        String top = labels[labels.length - 1];
        if (top.chars().allMatch(Character::isDigit)) {
            throw new IllegalArgumentException("an address needs a domain name, not an IP address");
        }
    }

    /** Redacted: only the domain, so that a log line never carries an address. */
    @Override
    public String toString() {
        return "***@" + domain;
    }
}
