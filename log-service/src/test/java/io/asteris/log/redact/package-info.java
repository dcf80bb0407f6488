/** Tests: what is masked. */
@NullMarked
package io.asteris.log.redact;

import org.jspecify.annotations.NullMarked;
