/** Hears what providers report about mail, and keeps the suppression list. So far it authenticates and says what is to come. */
@NullMarked
package io.asteris.ingest;

import org.jspecify.annotations.NullMarked;
