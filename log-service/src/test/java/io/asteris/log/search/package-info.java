/** Tests: the grammar and what it finds. */
@NullMarked
package io.asteris.log.search;

import org.jspecify.annotations.NullMarked;
