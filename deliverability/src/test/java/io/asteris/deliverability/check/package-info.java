/** Tests of the package of the same name. */
@NullMarked
package io.asteris.deliverability.check;

import org.jspecify.annotations.NullMarked;
