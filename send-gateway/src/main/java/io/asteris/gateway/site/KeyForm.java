package io.asteris.gateway.site;

import io.asteris.contract.HeaderText;
import io.asteris.contract.SiteId;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an operator says of a new API key. */
record KeyForm(
        @Nullable String name,
        @Nullable List<String> scopes,
        @Nullable Instant expiresAt) {
    private static final int MAX_NAME_OCTETS = 200;

    /**
     * The scopes, each once.
     *
     * @throws ProblemException {@code 422} with all that is wrong
     */
    List<Scope> checked(SiteId site, Instant now) {
        var errors = new ArrayList<FieldError>();
        checkName(errors);
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            errors.add(new FieldError("/expires_at", "this time has passed already"));
        }
        List<Scope> checked = checkedScopes(site, errors);
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The API key breaks a rule.").with(errors);
        }
        return checked;
    }

    private void checkName(List<FieldError> errors) {
        if (name == null || name.isBlank()) {
            errors.add(new FieldError("/name", "an API key needs a name"));
            return;
        }
        try {
            HeaderText.check(name, MAX_NAME_OCTETS);
        } catch (IllegalArgumentException broken) {
            errors.add(new FieldError("/name", String.valueOf(broken.getMessage())));
        }
    }

    private List<Scope> checkedScopes(SiteId site, List<FieldError> errors) {
        List<String> given = scopes == null ? List.of() : scopes;
        var known = EnumSet.noneOf(Scope.class);
        for (int i = 0; i < given.size(); i++) {
            Optional<Scope> scope = Scope.named(String.valueOf(given.get(i)));
            String pointer = "/scopes/" + i;
            if (scope.isEmpty()) {
                errors.add(new FieldError(pointer, "there is no such scope"));
            } else if (scope.get() == Scope.ADMIN != site.equals(Caller.OPERATOR)) {
                errors.add(new FieldError(
                        pointer, "admin is the scope of the site " + Caller.OPERATOR + ", and its only one"));
            } else {
                known.add(scope.get());
            }
        }
        if (given.isEmpty()) {
            errors.add(new FieldError("/scopes", "an API key needs at least one scope"));
        }
        return List.copyOf(known);
    }
}
