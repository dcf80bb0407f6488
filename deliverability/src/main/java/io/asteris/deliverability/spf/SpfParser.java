package io.asteris.deliverability.spf;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads SPF records by the grammar of RFC 7208 12. */
final class SpfParser {
    private static final String VERSION = "v=spf1";
    private static final int BITS4 = 32;
    private static final int BITS6 = 128;

    private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=(.*)");
    private static final Pattern MECHANISM = Pattern.compile("([+?~-]?)([A-Za-z][A-Za-z0-9_.-]*)(.*)");
    private static final String EXPAND = "%\\{[SLODIPHCRTVslodiphcrtv][0-9]*r?[-.+,/_=]*\\}|%%|%_|%-";
    private static final Pattern MACRO_STRING = Pattern.compile("(?:" + EXPAND + "|[\\x21-\\x24\\x26-\\x7e])*");
    /** A domain-spec ends in a macro or in a label that is not a number. */
    private static final Pattern DOMAIN_END = Pattern.compile(
            ".*(?:" + EXPAND + "|\\.(?=[A-Za-z0-9-]*[A-Za-z-])[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\.?)");

    private static final Pattern DUAL_CIDR = Pattern.compile("(?:/(0|[1-9][0-9]?))?(?://(0|[1-9][0-9]{0,2}))?");
    private static final Pattern CIDR_AT_END = Pattern.compile("(.*?)((?:/[0-9]+)?(?://[0-9]+)?)");

    private SpfParser() {}

    /** Whether a TXT is an SPF record at all: the version, then a space or the end (RFC 7208 4.5). */
    static boolean isSpf(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
                && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    /** Reads a text that {@link #isSpf}. */
    static SpfReading read(String text) {
        List<Directive> directives = new ArrayList<>();
        Set<String> once = new HashSet<>();
        String redirect = null;
        for (String term : text.substring(VERSION.length()).split(" +", -1)) {
            if (term.isEmpty()) {
                continue;
            }
            Matcher modifier = MODIFIER.matcher(term);
            if (modifier.matches()) {
                String name = modifier.group(1).toLowerCase(Locale.ROOT);
                Optional<String> fault = modifierFault(name, modifier.group(2), once);
                if (fault.isPresent()) {
                    return new SpfReading.Broken("\"" + term + "\" " + fault.get());
                }
                redirect = name.equals("redirect") ? modifier.group(2) : redirect;
                continue;
            }
            Optional<Directive> directive = directive(term);
            if (directive.isEmpty()) {
                return new SpfReading.Broken("\"" + term + "\" is no mechanism of SPF, or is not written as one");
            }
            directives.add(directive.get());
        }
        return new SpfReading.Valid(new SpfRecord(text, directives, redirect));
    }

    private static Optional<String> modifierFault(String name, String value, Set<String> once) {
        boolean known = name.equals("redirect") || name.equals("exp");
        if (known && !once.add(name)) {
            return Optional.of("stands there twice");
        }
        boolean well = known ? isDomainSpec(value) : MACRO_STRING.matcher(value).matches();
        return well ? Optional.empty() : Optional.of("has a value that SPF does not know");
    }

    private static Optional<Directive> directive(String term) {
        Matcher form = MECHANISM.matcher(term);
        if (!form.matches()) {
            return Optional.empty();
        }
        Directive.Qualifier qualifier = form.group(1).isEmpty()
                ? Directive.Qualifier.PASS
                : Directive.Qualifier.of(form.group(1).charAt(0)).orElseThrow();
        String rest = form.group(3);
        return switch (form.group(2).toLowerCase(Locale.ROOT)) {
            case "all" -> rest.isEmpty() ? Optional.of(plain(qualifier, Directive.Kind.ALL, null)) : Optional.empty();
            case "include" -> domain(rest).map(name -> plain(qualifier, Directive.Kind.INCLUDE, name));
            case "exists" -> domain(rest).map(name -> plain(qualifier, Directive.Kind.EXISTS, name));
            case "ptr" ->
                rest.isEmpty()
                        ? Optional.of(plain(qualifier, Directive.Kind.PTR, null))
                        : domain(rest).map(name -> plain(qualifier, Directive.Kind.PTR, name));
            case "a" -> hosts(qualifier, Directive.Kind.A, rest);
            case "mx" -> hosts(qualifier, Directive.Kind.MX, rest);
            case "ip4" -> network(qualifier, Directive.Kind.IP4, rest);
            case "ip6" -> network(qualifier, Directive.Kind.IP6, rest);
            default -> Optional.empty();
        };
    }

    private static Optional<String> domain(String rest) {
        return rest.startsWith(":") && isDomainSpec(rest.substring(1))
                ? Optional.of(rest.substring(1))
                : Optional.empty();
    }

    private static Optional<Directive> hosts(Directive.Qualifier qualifier, Directive.Kind kind, String rest) {
        Matcher split = CIDR_AT_END.matcher(rest);
        if (!split.matches()) {
            return Optional.empty();
        }
        String name = split.group(1);
        Matcher cidr = DUAL_CIDR.matcher(split.group(2));
        if (!cidr.matches() || (!name.isEmpty() && domain(name).isEmpty())) {
            return Optional.empty();
        }
        int prefix4 = cidr.group(1) == null ? BITS4 : Integer.parseInt(cidr.group(1));
        int prefix6 = cidr.group(2) == null ? BITS6 : Integer.parseInt(cidr.group(2));
        return prefix4 > BITS4 || prefix6 > BITS6
                ? Optional.empty()
                : Optional.of(new Directive(
                        qualifier, kind, name.isEmpty() ? null : name.substring(1), null, prefix4, prefix6));
    }

    private static Optional<Directive> network(Directive.Qualifier qualifier, Directive.Kind kind, String rest) {
        int slash = rest.indexOf('/');
        String address = slash < 0 ? rest : rest.substring(0, slash);
        int bits = kind == Directive.Kind.IP4 ? BITS4 : BITS6;
        String length = slash < 0 ? Integer.toString(bits) : rest.substring(slash + 1);
        if (!address.startsWith(":") || !length.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(length) > bits) {
            return Optional.empty();
        }
        String literal = address.substring(1);
        boolean isAddress = InetAddresses.isInetAddress(literal)
                && literal.indexOf(':') >= 0 == (kind == Directive.Kind.IP6)
                && literal.indexOf('%') < 0;
        if (!isAddress) {
            return Optional.empty();
        }
        InetAddress parsed = InetAddresses.forString(literal);
        // An IPv4 address written inside IPv6 becomes IPv4 in Java; then it allows no more than that one family does.
        int prefix = Integer.parseInt(length)
                - (parsed instanceof Inet4Address && kind == Directive.Kind.IP6 ? BITS6 - BITS4 : 0);
        return Optional.of(new Directive(qualifier, kind, null, Network.of(parsed, Math.max(0, prefix)), BITS4, BITS6));
    }

    private static boolean isDomainSpec(String text) {
        return !text.isEmpty()
                && MACRO_STRING.matcher(text).matches()
                && DOMAIN_END.matcher(text).matches();
    }

    private static Directive plain(Directive.Qualifier qualifier, Directive.Kind kind, @Nullable String target) {
        return new Directive(qualifier, kind, target, null, BITS4, BITS6);
    }
}
