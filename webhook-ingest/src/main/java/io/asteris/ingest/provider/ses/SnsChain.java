package io.asteris.ingest.provider.ses;

import io.asteris.ingest.provider.ses.SnsCertificates.Found;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whether a fetched certificate is one of SNS today: for its name, in its dates, and leading to an authority that this JDK trusts.
 * SNS serves the certificate alone, so the one above it is fetched from where the certificate says, at Amazon's own authority only.
 */
@ApplicationScoped
class SnsChain {
    private static final String NAME = "sns.amazonaws.com";
    private static final int DNS_NAME = 2;

    private final SnsFetch fetch;
    private final Set<TrustAnchor> anchors;

    SnsChain(SnsFetch fetch) {
        this.fetch = fetch;
        this.anchors = systemAnchors();
    }

    /** Whether the certificate is made out to SNS. */
    static boolean isForSns(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                return names.stream().anyMatch(name -> name.getFirst().equals(DNS_NAME) && NAME.equals(name.getLast()));
            }
        } catch (CertificateParsingException unreadable) {
            return false;
        }
        return Arrays.asList(certificate.getSubjectX500Principal().getName().split(",", -1))
                .contains("CN=" + NAME);
    }

    /** Checks the first of these; the others may lie on its way to an authority. */
    Uni<Found> check(List<X509Certificate> served, Date now) {
        X509Certificate certificate = served.getFirst();
        if (!isForSns(certificate)) {
            return found(new Found.Untrusted("The certificate is not one of SNS."));
        }
        try {
            certificate.checkValidity(now);
        } catch (CertificateException outside) {
            return found(new Found.Untrusted("The certificate is out of its dates."));
        }
        if (leadsHome(served, now)) {
            return found(new Found.Trusted(certificate));
        }
        return IssuerAddress.of(certificate)
                .map(fetch::get)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(issuer -> issuer.isPresent() && leadsHome(with(served, issuer.get()), now)
                        ? new Found.Trusted(certificate)
                        : new Found.Untrusted("The certificate leads to no authority that is trusted."));
    }

    private boolean leadsHome(List<X509Certificate> served, Date now) {
        try {
            var target = new X509CertSelector();
            target.setCertificate(served.getFirst());
            var parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(now);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(served)));
            return CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath() != null;
        } catch (GeneralSecurityException noPath) {
            return false;
        }
    }

    private static List<X509Certificate> with(List<X509Certificate> served, byte[] issuer) {
        List<X509Certificate> all = new ArrayList<>(served);
        try {
            all.addAll(Pem.certificates(issuer));
        } catch (CertificateException none) {
            return served;
        }
        return all;
    }

    private static Set<TrustAnchor> systemAnchors() {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK has no authorities", missing);
        }
    }

    private static Uni<Found> found(Found found) {
        return Uni.createFrom().item(found);
    }
}
