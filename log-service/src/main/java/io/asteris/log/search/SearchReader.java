package io.asteris.log.search;

import io.asteris.contract.AddressKey;
import io.asteris.contract.SiteId;
import io.asteris.log.settings.SiteZones;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a search from what a caller sent: {@code q} in the grammar, or the same as parameters, or both. */
@ApplicationScoped
public class SearchReader {
    private static final String SEARCH_BODY = "search_body";

    private final SiteZones zones;
    private final AddressKey addressKey;

    SearchReader(SiteZones zones, AddressKey addressKey) {
        this.zones = zones;
        this.addressKey = addressKey;
    }

    /**
     * The filter of a URI's parameters.
     *
     * @param others parameters that are not the search's, for somebody else to read
     * @throws ProblemException {@code 422} for a parameter that nobody knows, one that stands twice, or a bad value
     */
    public Filter filter(SiteId site, MultivaluedMap<String, String> parameters, Set<String> others) {
        return filter(site, query(parameters, others), flag(parameters, SEARCH_BODY));
    }

    /** The filter of a search. */
    public Filter filter(SiteId site, SearchQuery query, boolean searchBody) {
        return query.filter(
                zones.of(site), searchBody ? Optional.of(new WordHash(addressKey, site)) : Optional.empty());
    }

    /**
     * The search of a URI's parameters.
     *
     * @param others parameters that are not the search's
     * @throws ProblemException as {@link #filter(SiteId, MultivaluedMap, Set)} does
     */
    public SearchQuery query(MultivaluedMap<String, String> parameters, Set<String> others) {
        var wrong = new ArrayList<FieldError>();
        var terms = new ArrayList<Term>();
        for (String name : parameters.keySet().stream().sorted().toList()) {
            Optional<Key> key = Key.named(name).filter(named -> named.word().equals(name));
            if (key.isPresent()) {
                String value = only(parameters, name);
                key.get().complaint(value).ifPresent(detail -> wrong.add(new FieldError("?" + name, detail)));
                terms.add(Term.of(key.get(), value));
            } else if (!name.equals("q") && !name.equals(SEARCH_BODY) && !others.contains(name)) {
                wrong.add(new FieldError("?" + name, "this parameter is not known here"));
            }
        }
        if (!wrong.isEmpty()) {
            throw new ProblemException(
                            ProblemType.INVALID,
                            wrong.getFirst().pointer() + ": " + wrong.getFirst().detail())
                    .with(wrong);
        }
        return parse("?q", only(parameters, "q")).and(new SearchQuery(terms));
    }

    /**
     * The search of a text in the grammar; all where there is none.
     *
     * @param pointer where the text stood
     * @throws ProblemException {@code 422} with the columns of what is wrong
     */
    public static SearchQuery parse(String pointer, @Nullable String text) {
        try {
            return text == null ? SearchQuery.ALL : SearchParser.parse(text);
        } catch (InvalidSearchException invalid) {
            List<FieldError> errors = invalid.findings().stream()
                    .map(finding -> new FieldError(pointer, finding.column(), finding.detail()))
                    .toList();
            throw new ProblemException(ProblemType.INVALID, invalid.getMessage()).with(errors);
        }
    }

    /**
     * A parameter that may stand once.
     *
     * @throws ProblemException {@code 422} when it stands more than once
     */
    public static @Nullable String only(MultivaluedMap<String, String> parameters, String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw ProblemException.invalid("?" + name, name + " stands more than once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /**
     * A parameter that is true or false; false when it is absent.
     *
     * @throws ProblemException {@code 422} when it is anything else
     */
    public static boolean flag(MultivaluedMap<String, String> parameters, String name) {
        return switch (only(parameters, name)) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default -> throw ProblemException.invalid("?" + name, name + " is true or false");
        };
    }
}
