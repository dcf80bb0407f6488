/** The preset {@code gmail}: its settings, its consent, and mail by the Gmail API. */
@NullMarked
package io.asteris.dispatcher.provider.gmail;

import org.jspecify.annotations.NullMarked;
