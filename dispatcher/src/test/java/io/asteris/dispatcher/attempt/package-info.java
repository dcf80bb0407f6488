/** Tests of the answers and of the mask over their words. */
@NullMarked
package io.asteris.dispatcher.attempt;

import org.jspecify.annotations.NullMarked;
