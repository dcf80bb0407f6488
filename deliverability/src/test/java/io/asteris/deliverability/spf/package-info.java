/** Tests of the package of the same name. */
@NullMarked
package io.asteris.deliverability.spf;

import org.jspecify.annotations.NullMarked;
