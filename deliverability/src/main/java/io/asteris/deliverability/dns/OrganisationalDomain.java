package io.asteris.deliverability.dns;

import com.google.common.net.InternetDomainName;
import java.util.ArrayList;
import java.util.List;

/** The domain that somebody registered, by the public suffix list with its private section (RFC 7489 3.2). */
public final class OrganisationalDomain {
    private OrganisationalDomain() {}

    /** One label below the public suffix; a domain that is itself a suffix is its own. */
    public static String of(String domain) {
        InternetDomainName name = InternetDomainName.from(domain.replace('_', 'a'));
        if (name.isUnderPublicSuffix()) {
            return last(domain, name.topPrivateDomain().parts().size());
        }
        // A top-level domain that the list does not know is a suffix: its rule is "*".
        return name.hasPublicSuffix() ? domain : last(domain, 2);
    }

    /** Whether two domains belong to the same organisation. */
    public static boolean same(String one, String other) {
        return of(one).equals(of(other));
    }

    /** The domains from that one up to its organisational domain, both with. */
    public static List<String> upFrom(String domain) {
        String top = of(domain);
        List<String> names = new ArrayList<>(List.of(domain));
        while (!names.getLast().equals(top)) {
            String last = names.getLast();
            names.add(last.substring(last.indexOf('.') + 1));
        }
        return names;
    }

    private static String last(String domain, int labels) {
        String[] parts = domain.split("\\.", -1);
        int from = Math.max(0, parts.length - labels);
        return String.join(".", List.of(parts).subList(from, parts.length));
    }
}
