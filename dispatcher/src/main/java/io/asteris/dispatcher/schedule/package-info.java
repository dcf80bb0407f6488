/** When a message is tried again: the arithmetic alone, without a clock or a database. Who waits is the lane's business. */
@NullMarked
package io.asteris.dispatcher.schedule;

import org.jspecify.annotations.NullMarked;
