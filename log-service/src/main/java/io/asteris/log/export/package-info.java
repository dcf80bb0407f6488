/** Entries as a file: which of them, in which form, with what left out of the addresses, and the proof that it is whole. */
@NullMarked
package io.asteris.log.export;

import org.jspecify.annotations.NullMarked;
