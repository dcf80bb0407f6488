/** The preset {@code microsoft365}: its settings, its consent, and mail by Microsoft Graph. */
@NullMarked
package io.asteris.dispatcher.provider.microsoft365;

import org.jspecify.annotations.NullMarked;
