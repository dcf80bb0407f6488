package io.asteris.ingest.provider.ses;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates in PEM or DER. */
final class Pem {
    private static final int MOST = 10;

    private Pem() {}

    /**
     * All that stand in a file, the first of which is the one it is about.
     *
     * @throws CertificateException when there is none, or something else
     */
    static List<X509Certificate> certificates(byte[] octets) throws CertificateException {
        List<X509Certificate> certificates =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(octets)).stream()
                        .limit(MOST)
                        .map(X509Certificate.class::cast)
                        .toList();
        if (certificates.isEmpty()) {
            throw new CertificateException("no certificate");
        }
        return certificates;
    }
}
