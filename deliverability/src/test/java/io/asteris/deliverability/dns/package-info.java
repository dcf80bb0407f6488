/** Tests of the package of the same name. */
@NullMarked
package io.asteris.deliverability.dns;

import org.jspecify.annotations.NullMarked;
