@NullMarked
package io.asteris.platform.egress;

import org.jspecify.annotations.NullMarked;
