/** How SendGrid signs and what it says. Nothing of it is known outside this package but the two interfaces it implements. */
@NullMarked
package io.asteris.ingest.provider.sendgrid;

import org.jspecify.annotations.NullMarked;
