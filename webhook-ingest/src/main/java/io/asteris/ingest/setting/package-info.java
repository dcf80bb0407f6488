/** What owners set about webhooks and the list's rule: the document, its table, this instance's copy of all keys. */
@NullMarked
package io.asteris.ingest.setting;

import org.jspecify.annotations.NullMarked;
