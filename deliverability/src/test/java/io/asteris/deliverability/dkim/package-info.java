/** Tests of the package of the same name. */
@NullMarked
package io.asteris.deliverability.dkim;

import org.jspecify.annotations.NullMarked;
