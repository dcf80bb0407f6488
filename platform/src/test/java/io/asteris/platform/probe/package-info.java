/** The platform's edge, proved in a probe service with the real database and broker, as any service meets it. */
@NullMarked
package io.asteris.platform.probe;

import org.jspecify.annotations.NullMarked;
