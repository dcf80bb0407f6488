package io.asteris.platform.auth;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import io.asteris.platform.crypto.Pepper;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides from the headers of a request who asks and for which site, or why not. Behind a proxy, because filters of the REST layer are
 * made before there is anything that this could ask.
 */
@ApplicationScoped
public class Authenticator {
    /** By which an admin key names the site it acts for. */
    public static final String SITE_HEADER = "X-Asteris-Site";

    private static final Duration SOON = Duration.ofSeconds(1);

    /** Stands in for the hash of a key that does not exist, so that a wrong and an unknown key cost the same. */
    private static final String NO_HASH = "A".repeat(43);

    private final SiteDirectory directory;
    private final Pepper pepper;
    private final DatabaseClock clock;

    Authenticator(SiteDirectory directory, Pepper pepper, DatabaseClock clock) {
        this.directory = directory;
        this.pepper = pepper;
        this.clock = clock;
    }

    /**
     * The caller of a request about one site.
     *
     * @param authorization the {@code Authorization} header
     * @param siteHeader the {@code X-Asteris-Site} header, by which an admin key names the site
     * @throws ProblemException {@code 401} or {@code 403} with what is missing, {@code 404} or {@code 422} for an admin's site
     */
    public Caller forSite(Scope required, @Nullable String authorization, @Nullable String siteHeader) {
        Caller caller = withScope(required, authorization);
        return caller.scopes().contains(Scope.ADMIN) ? actingFor(caller, siteHeader) : caller;
    }

    /** The caller of a request that concerns no single site. */
    Caller withScope(Scope required, @Nullable String authorization) {
        SiteDirectory.Entry entry = entry(key(authorization));
        var caller = new Caller(entry.site().site(), entry.key().id(), entry.scopes());
        if (!caller.may(required)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "The API key lacks the scope " + required.word() + ".");
        }
        return caller;
    }

    private static ApiKey key(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            throw refused("Send an API key as Authorization: Bearer ast_….");
        }
        String given = authorization.strip();
        Optional<String> text = afterScheme("Bearer", given)
                .or(() -> afterScheme("Basic", given).flatMap(Authenticator::password));
        return text.flatMap(ApiKey::parse).orElseThrow(() -> refused("The Authorization header carries no API key."));
    }

    private static Optional<String> afterScheme(String scheme, String given) {
        int end = scheme.length();
        boolean isOf = given.length() > end
                && Character.isWhitespace(given.charAt(end))
                && given.regionMatches(true, 0, scheme, 0, end);
        return isOf ? Optional.of(given.substring(end).strip()) : Optional.empty();
    }

    /** The password of HTTP Basic (RFC 7617), as WordPress application passwords travel; the user name does not matter. */
    private static Optional<String> password(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private SiteDirectory.Entry entry(ApiKey key) {
        Optional<SiteDirectory.Entry> entry = directory.key(key.id());
        boolean right = pepper.matches(
                key.text(), entry.map(found -> found.key().hash()).orElse(NO_HASH));
        if (entry.isEmpty() && !directory.isComplete()) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "This instance is still learning the API keys.")
                    .retryAfter(SOON);
        }
        if (entry.isEmpty() || !right || isOver(entry.get().key())) {
            throw refused("The API key is unknown, revoked or expired.");
        }
        if (entry.get().site().state() != SiteChanged.State.ACTIVE) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "The site is " + entry.get().site().state().word() + ".");
        }
        return entry.get();
    }

    private boolean isOver(SiteChanged.Key key) {
        return key.revoked() || (key.expiresAt() != null && !clock.now().isBefore(key.expiresAt()));
    }

    private Caller actingFor(Caller operator, @Nullable String siteHeader) {
        if (siteHeader == null) {
            throw ProblemException.invalid(SITE_HEADER, "an admin key names the site with the header " + SITE_HEADER);
        }
        SiteChanged site = siteId(siteHeader)
                .flatMap(directory::site)
                .filter(known -> known.state() != SiteChanged.State.DELETED)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no site of that id."));
        return new Caller(site.site(), operator.keyId(), operator.scopes());
    }

    private static Optional<SiteId> siteId(String text) {
        try {
            return Optional.of(new SiteId(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail);
    }
}
