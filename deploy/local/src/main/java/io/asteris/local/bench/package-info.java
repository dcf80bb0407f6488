/** A local set as the bench sees it, and how long one takes to start. What is measured of a running set lives in the module bench. */
@NullMarked
package io.asteris.local.bench;

import org.jspecify.annotations.NullMarked;
