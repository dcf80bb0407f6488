/**
 * What providers tell of the accounts that mail goes out through: asked by the clock, kept beside the settings, told to the house. The
 * engine does not wait for it, and neither does an owner.
 */
@NullMarked
package io.asteris.dispatcher.account;

import org.jspecify.annotations.NullMarked;
