package io.asteris.ingest.provider.ses;

import io.asteris.ingest.WebhooksConfig;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that SNS signs with: from the operator's folder, where they are trusted as they are, else fetched, checked and
 * kept for a day. A name that could not be had is not asked for again for ten seconds, so that forged posts fetch next to nothing.
 */
@ApplicationScoped
class SnsCertificates {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration MISSED = Duration.ofSeconds(10);
    private static final int MOST_KEPT = 100;
    private static final int MOST_FETCHES = 4;

    private final Optional<Path> folder;
    private final SnsFetch fetch;
    private final SnsChain chain;
    private final DatabaseClock clock;
    private final Map<URI, Kept> kept = new ConcurrentHashMap<>();
    private final Semaphore fetches = new Semaphore(MOST_FETCHES);

    SnsCertificates(WebhooksConfig config, SnsFetch fetch, SnsChain chain, DatabaseClock clock) {
        this.folder = config.snsCertificates();
        this.fetch = fetch;
        this.chain = chain;
        this.clock = clock;
    }

    /** What was found under an address. */
    sealed interface Found {
        /** A certificate to verify with. */
        record Trusted(X509Certificate certificate) implements Found {}

        /** One that proves nothing. */
        record Untrusted(String reason) implements Found {}

        /** It cannot be had at the moment. */
        record Away(String reason) implements Found {}
    }

    private record Kept(Found found, Instant until) {}

    /** The certificate at an address that {@link SnsHosts} let through. */
    Uni<Found> get(URI address) {
        Found own = inFolder(address);
        if (own != null) {
            return Uni.createFrom().item(own);
        }
        Kept known = kept.get(address);
        if (known != null && clock.now().isBefore(known.until())) {
            return Uni.createFrom().item(known.found());
        }
        if (!fetches.tryAcquire()) {
            return Uni.createFrom().item(new Found.Away("Other certificates are being fetched."));
        }
        return fetch.get(address)
                .chain(octets -> octets.map(this::checked)
                        .orElseGet(() -> Uni.createFrom().item(new Found.Away("The certificate cannot be fetched."))))
                .onTermination()
                .invoke(fetches::release)
                .invoke(found -> keep(address, found));
    }

    private @Nullable Found inFolder(URI address) {
        Path file = folder.map(path -> path.resolve(SnsHosts.fileName(address))).orElse(null);
        if (file == null || !Files.isRegularFile(file)) {
            return null;
        }
        try {
            X509Certificate certificate =
                    Pem.certificates(Files.readAllBytes(file)).getFirst();
            return SnsChain.isForSns(certificate)
                    ? new Found.Trusted(certificate)
                    : new Found.Untrusted("The certificate in the folder is not one of SNS.");
        } catch (IOException | CertificateException unreadable) {
            return new Found.Away("The certificate in the folder cannot be read.");
        }
    }

    private Uni<Found> checked(byte[] pem) {
        List<X509Certificate> certificates;
        try {
            certificates = Pem.certificates(pem);
        } catch (CertificateException none) {
            return Uni.createFrom().item(new Found.Untrusted("At the address lies no certificate."));
        }
        return chain.check(certificates, Date.from(clock.now()));
    }

    private void keep(URI address, Found found) {
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        Duration time = found instanceof Found.Trusted ? KEPT : MISSED;
        kept.put(address, new Kept(found, clock.now().plus(time)));
    }
}
