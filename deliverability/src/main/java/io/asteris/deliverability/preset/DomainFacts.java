package io.asteris.deliverability.preset;

import io.asteris.contract.EmailAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the owner told us once of one From domain, because no DNS and no event does.
 *
 * @param domain the From domain
 * @param selectors DKIM selectors; they replace those that the preset knows
 * @param tokens DKIM tokens of Amazon SES
 * @param include the name whose inclusion in SPF allows the provider
 * @param account SendGrid's host of the account, such as {@code u123.wl045.sendgrid.net}
 * @param returnPath the host of the return path, such as {@code em123.shop.example}
 */
public record DomainFacts(
        String domain,
        @Nullable List<String> selectors,
        @Nullable List<String> tokens,
        @Nullable String include,
        @Nullable String account,
        @Nullable String returnPath) {
    private static final int MOST = 10;
    private static final Pattern LABELS =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");
    private static final int LONGEST = 180;

    /** @throws IllegalArgumentException saying which field breaks which rule */
    public DomainFacts {
        domain = EmailAddress.asciiDomain(domain);
        selectors = checked("selectors", selectors);
        tokens = checked("tokens", tokens);
        include = include == null ? null : EmailAddress.asciiDomain(include);
        account = account == null ? null : EmailAddress.asciiDomain(account);
        returnPath = returnPath == null ? null : EmailAddress.asciiDomain(returnPath);
    }

    /** Nothing was told of that domain. */
    public static DomainFacts none(String domain) {
        return new DomainFacts(domain, null, null, null, null, null);
    }

    private static List<String> checked(String field, @Nullable List<String> words) {
        List<String> all = words == null
                ? List.of()
                : words.stream()
                        .map(word -> word.toLowerCase(java.util.Locale.ROOT))
                        .toList();
        if (all.size() > MOST) {
            throw new IllegalArgumentException(field + " has at most " + MOST + " entries");
        }
        for (String word : all) {
            if (word.length() > LONGEST || !LABELS.matcher(word).matches()) {
                throw new IllegalArgumentException(field + " are labels of letters, digits, hyphens and underscores");
            }
        }
        return all;
    }
}
