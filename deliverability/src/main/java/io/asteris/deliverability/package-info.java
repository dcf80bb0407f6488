/** Checks DNS against what providers need, and alerts people. So far it authenticates and says what is to come. */
@NullMarked
package io.asteris.deliverability;

import org.jspecify.annotations.NullMarked;
