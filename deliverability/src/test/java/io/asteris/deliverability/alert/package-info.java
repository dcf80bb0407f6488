/** Tests of the package of the same name. */
@NullMarked
package io.asteris.deliverability.alert;

import org.jspecify.annotations.NullMarked;
