package io.asteris.ingest.suppression;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.SuppressionChanged.Reason;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.http.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a person says about an address that is to join the list. */
final class SuppressionForm {
    private SuppressionForm() {}

    /** The body of an addition. */
    record Wanted(
            @Nullable String email,
            @Nullable String reason,
            @Nullable String scope,
            @Nullable String expiresAt) {
        @Override
        public String toString() {
            return "wanted suppression";
        }
    }

    /** @throws ProblemException {@code 422} naming what is wrong */
    static Addition read(byte[] body, Caller by, Instant now) {
        Wanted wanted = StrictJson.read(body, Wanted.class);
        if (wanted.email() == null) {
            throw ProblemException.invalid("/email", "the address is missing");
        }
        return new Addition(
                scope(wanted.scope(), by, "/scope"),
                address(wanted.email()),
                wanted.reason() == null ? Reason.MANUAL : at("/reason", () -> reason(String.valueOf(wanted.reason()))),
                wanted.expiresAt() == null
                        ? null
                        : at("/expires_at", () -> expiry(String.valueOf(wanted.expiresAt()), now)),
                Optional.empty());
    }

    /**
     * The list that is meant: the caller's site's, or with the operator's key that of all sites.
     *
     * @param word {@code site}, {@code all}, or null for the site's
     */
    static SiteId scope(@Nullable String word, Caller by, String pointer) {
        return switch (word) {
            case null -> by.site();
            case "site" -> by.site();
            case "all" -> {
                if (!by.may(Scope.ADMIN)) {
                    throw new ProblemException(
                            ProblemType.FORBIDDEN, "Only the operator changes the list of all sites.");
                }
                yield SiteId.ALL;
            }
            default -> throw ProblemException.invalid(pointer, "scope is site or all");
        };
    }

    /** @throws IllegalArgumentException when it is none */
    static Reason reason(String word) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("reason is one of "
                        + Arrays.stream(Reason.values()).map(Reason::word).collect(Collectors.joining(", "))));
    }

    /** @throws IllegalArgumentException when it is no time to come */
    static Instant expiry(String text, Instant now) {
        try {
            Instant expires = Instant.parse(text);
            if (expires.isAfter(now)) {
                return expires;
            }
        } catch (DateTimeException none) {
            throw new IllegalArgumentException("expires_at is a time such as 2027-01-31T00:00:00Z");
        }
        throw new IllegalArgumentException("expires_at is a time to come");
    }

    private static ListedAddress address(String text) {
        return at("/email", () -> ListedAddress.of(EmailAddress.of(text.strip())));
    }

    private static <T> T at(String pointer, java.util.function.Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException broken) {
            throw ProblemException.invalid(pointer, String.valueOf(broken.getMessage()));
        }
    }
}
