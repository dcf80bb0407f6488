/** How Amazon SES through SNS signs and what it says. Nothing of it is known outside this package but the two interfaces it implements. */
@NullMarked
package io.asteris.ingest.provider.ses;

import org.jspecify.annotations.NullMarked;
