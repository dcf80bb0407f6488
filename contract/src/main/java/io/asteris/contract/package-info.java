/** What all services agree on. */
@NullMarked
package io.asteris.contract;

import org.jspecify.annotations.NullMarked;
