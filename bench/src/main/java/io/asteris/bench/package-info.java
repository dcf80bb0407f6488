/**
 * Measuring a running set from outside: load, sinks, process use, peers, and the limits of what lies underneath, taken in the same
 * run. How a set is started is not known here, nor what a person types.
 */
@NullMarked
package io.asteris.bench;

import org.jspecify.annotations.NullMarked;
