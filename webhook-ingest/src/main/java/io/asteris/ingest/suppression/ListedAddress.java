package io.asteris.ingest.suppression;

import io.asteris.contract.AddressHash;
import io.asteris.contract.AddressKey;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.SiteId;
import io.asteris.ingest.erase.ErasedAddresses;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/**
 * An address as the list knows it. Providers name addresses that no mail could go to; the list keeps those too, bounded but not
 * judged, without a hash because nothing will ever be compared with them.
 *
 * @param canonical what two spellings of one mailbox have in common
 * @param shown what people read: canonical, with the domain in its own script
 * @param address empty when it is none that mail could go to
 */
public record ListedAddress(String canonical, String shown, Optional<EmailAddress> address) {
    private static final int LONGEST = 320;

    /** The address in a text; empty when there is nothing in it, or more than an address could be. */
    public static Optional<ListedAddress> of(String text) {
        String bare = bare(text);
        if (bare.isEmpty() || bare.length() > LONGEST || !bare.codePoints().allMatch(ListedAddress::isPlain)) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(EmailAddress.of(bare)));
        } catch (IllegalArgumentException notSendable) {
            String lower = bare.toLowerCase(Locale.ROOT);
            return Optional.of(new ListedAddress(lower, lower, Optional.empty()));
        }
    }

    /** An address that mail can go to. */
    public static ListedAddress of(EmailAddress address) {
        String canonical = address.canonical();
        int at = canonical.lastIndexOf('@');
        String shown = canonical.substring(0, at + 1) + IDN.toUnicode(canonical.substring(at + 1));
        return new ListedAddress(canonical, shown, Optional.of(address));
    }

    /** What the dispatcher compares; empty when there is nothing to compare. */
    public Optional<AddressHash> hash(AddressKey key, SiteId scope) {
        return address.map(
                sendable -> scope.equals(SiteId.ALL) ? key.hashForAllSites(sendable) : key.hash(scope, sendable));
    }

    /** Under what it is counted where nobody needs to read it: the hash, or what was named where there is none. */
    String counted(AddressKey key, SiteId scope) {
        return hash(key, scope).map(AddressHash::value).orElse(canonical);
    }

    /** What stands in its place once it was to be forgotten; mail is compared with it as before. */
    ListedAddress erased(AddressHash hash) {
        String mark = ErasedAddresses.mark(hash);
        return new ListedAddress(mark, mark, address);
    }

    private static String bare(String text) {
        String stripped = text.strip();
        int open = stripped.lastIndexOf('<');
        return open >= 0 && stripped.endsWith(">")
                ? stripped.substring(open + 1, stripped.length() - 1).strip()
                : stripped;
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "listed address";
    }
}
