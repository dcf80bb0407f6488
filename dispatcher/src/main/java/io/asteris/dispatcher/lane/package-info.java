/**
 * The engine: one lane per site and provider claims what is due, calls the provider, has the answers written, and looks after what
 * other instances left. Rules about single messages are the state and delivery packages'.
 */
@NullMarked
package io.asteris.dispatcher.lane;

import org.jspecify.annotations.NullMarked;
