/**
 * The table of deliveries, one row a message: inserting, claiming, recording what came of a call, and moving what waits. Every
 * transition passes through here and is refused when the row is no longer where it was. Nothing here knows a provider.
 */
@NullMarked
package io.asteris.dispatcher.delivery;

import org.jspecify.annotations.NullMarked;
