package io.asteris.ingest.provider.ses;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a certificate says that its issuer's lies (RFC 5280 4.2.2.1), as far as that is Amazon's own authority. */
final class IssuerAddress {
    private static final String AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";

    /** The address inside the extension: the octets around it are lengths and an object id, none of which can look like it. */
    private static final Pattern ADDRESS =
            Pattern.compile("https?://(crt\\.[a-z0-9]{1,20}\\.amazontrust\\.com/[A-Za-z0-9._-]{1,60}\\.cer)");

    private IssuerAddress() {}

    /** The address, by https: certificates name it by http, which our egress forbids. */
    static Optional<URI> of(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(AUTHORITY_INFORMATION_ACCESS);
        if (extension == null) {
            return Optional.empty();
        }
        Matcher address = ADDRESS.matcher(new String(extension, StandardCharsets.ISO_8859_1));
        return address.find() ? Optional.of(URI.create("https://" + address.group(1))) : Optional.empty();
    }
}
