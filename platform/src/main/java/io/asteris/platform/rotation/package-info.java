/**
 * Changes the master key while everything runs: keys are read again from a mounted file, whatever a service keeps sealed is sealed anew
 * under the current one, and readiness tells how far that is. What is sealed and how lives in {@code crypto} and {@code content}.
 */
@NullMarked
package io.asteris.platform.rotation;

import org.jspecify.annotations.NullMarked;
