/** Tests: packing, and where its dictionaries come from. */
@NullMarked
package io.asteris.log.pack;

import org.jspecify.annotations.NullMarked;
