package io.asteris.log.export;

import io.asteris.contract.SiteId;
import io.asteris.log.entry.Entry;
import io.asteris.log.search.Filter;
import java.util.function.UnaryOperator;

/**
 * What is exported.
 *
 * @param redaction what is left of the addresses of each entry
 * @param reader id of the API key, which is remembered with each body
 */
record Order(SiteId site, Filter filter, Form form, UnaryOperator<Entry> redaction, boolean withBody, String reader) {
    /** Redacted. */
    @Override
    public String toString() {
        return "export of " + site;
    }
}
