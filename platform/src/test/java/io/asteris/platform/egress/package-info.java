/** Tests of the package of the same name. */
@NullMarked
package io.asteris.platform.egress;

import org.jspecify.annotations.NullMarked;
