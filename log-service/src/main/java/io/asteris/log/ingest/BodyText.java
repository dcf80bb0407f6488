package io.asteris.log.ingest;

import io.asteris.contract.content.Body;
import java.util.regex.Pattern;

/** The words of a body as a person reads them: without what an HTML body says to the machine. */
final class BodyText {
    private static final Pattern HIDDEN =
            Pattern.compile("(?is)<style\\b.*?</style>|<script\\b.*?</script>|<!--.*?-->|<[^>]*+>|&[#\\w]{1,10}+;");

    private BodyText() {}

    static String of(Body body) {
        String html = body.html() == null ? "" : HIDDEN.matcher(body.html()).replaceAll(" ");
        return body.text() == null ? html : body.text() + ' ' + html;
    }
}
