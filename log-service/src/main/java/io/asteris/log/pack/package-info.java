/** Making short texts of one kind small, by a dictionary of what such texts have in common. */
@NullMarked
package io.asteris.log.pack;

import org.jspecify.annotations.NullMarked;
