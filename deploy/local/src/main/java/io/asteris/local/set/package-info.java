/**
 * The local set: which processes make it up, with which commands and settings, and its life as a whole. How a process is
 * kept running is not known here, nor what a person types.
 */
@NullMarked
package io.asteris.local.set;

import org.jspecify.annotations.NullMarked;
