package io.asteris.ingest.provider.ses;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which addresses SNS itself could have named; nothing is fetched from any other. */
final class SnsHosts {
    private static final Pattern HOST = Pattern.compile("sns\\.[a-zA-Z0-9-]{3,}\\.amazonaws\\.com(\\.cn)?");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,120}\\.pem");
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]{0,12}:sns:([a-z]{2}[a-z0-9-]{2,30}):\\d{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?");
    private static final int LONGEST = 2_000;

    private SnsHosts() {}

    /** The address of a signing certificate; empty when SNS would not name it. */
    static Optional<URI> certificate(String text) {
        return https(text)
                .filter(uri ->
                        uri.getRawQuery() == null && HOST.matcher(uri.getHost()).matches())
                .filter(uri -> FILE.matcher(fileName(uri)).matches());
    }

    /** The last segment of its path. */
    static String fileName(URI certificate) {
        String path = certificate.getRawPath() == null ? "" : certificate.getRawPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Where a subscription to this topic is confirmed; empty when it is not in the topic's region. */
    static Optional<URI> subscribe(String text, String topicArn) {
        Matcher arn = ARN.matcher(topicArn);
        if (!arn.matches()) {
            return Optional.empty();
        }
        String host = "sns." + arn.group(1) + ".amazonaws.com";
        return https(text)
                .filter(uri ->
                        uri.getHost().equalsIgnoreCase(host) || uri.getHost().equalsIgnoreCase(host + ".cn"));
    }

    /** Whether this names an SNS topic. */
    static boolean isTopic(String arn) {
        return ARN.matcher(arn).matches();
    }

    private static Optional<URI> https(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var uri = new URI(text);
            return "https".equalsIgnoreCase(uri.getScheme())
                            && uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && uri.getPort() == -1
                            && uri.getRawFragment() == null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }
}
