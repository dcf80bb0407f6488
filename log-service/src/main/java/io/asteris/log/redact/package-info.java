/**
 * Mail that opens doors: recognising it, and masking what opens them. The rules are data, {@code redactions.json}.
 */
@NullMarked
package io.asteris.log.redact;

import org.jspecify.annotations.NullMarked;
