/** Tests: when entries are hidden. */
@NullMarked
package io.asteris.log.settings;

import org.jspecify.annotations.NullMarked;
