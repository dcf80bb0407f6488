package io.asteris.dispatcher.provider.api;

import io.asteris.dispatcher.provider.Settings;
import io.asteris.platform.egress.OutgoingHttp;
import io.asteris.platform.http.FieldError;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Another place than the provider's own: scheme, host and port, no more, and only where the operator's rules let us call. */
public final class Origin {
    private Origin() {}

    /** The origin that a field names, else the preset's own. */
    public static String of(Settings settings, String field, String own) {
        return settings.text(field).map(Origin::normal).orElse(own);
    }

    /** What is wrong with the origin that a field names; nothing when it names none. */
    public static Uni<List<FieldError>> check(Settings settings, String field, OutgoingHttp http) {
        Optional<String> text = settings.text(field);
        if (text.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Optional<URI> origin = text.flatMap(Origin::parse);
        if (origin.isEmpty()) {
            return wrong(
                    field,
                    "an origin is expected: scheme, host and port, such as https://proxy.example:8443, without a path");
        }
        return http.objection(origin.get()).map(objection -> objection
                .map(words -> List.of(new FieldError("/settings/" + field, words)))
                .orElse(List.of()));
    }

    private static Uni<List<FieldError>> wrong(String field, String detail) {
        return Uni.createFrom().item(List.of(new FieldError("/settings/" + field, detail)));
    }

    private static Optional<URI> parse(String text) {
        try {
            var uri = new URI(text.strip());
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean bare = uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && (uri.getRawPath() == null
                            || uri.getRawPath().isEmpty()
                            || uri.getRawPath().equals("/"));
            boolean web = scheme.equals("https") || scheme.equals("http");
            return bare && web && uri.getHost() != null && uri.getPort() <= 65_535
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }

    private static String normal(String text) {
        return text.strip().replaceAll("/+$", "");
    }
}
