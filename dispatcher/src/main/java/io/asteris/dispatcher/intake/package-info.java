/** From the topics into the table: accepted messages become deliveries, orders to cancel are kept. Sending is the lanes' job. */
@NullMarked
package io.asteris.dispatcher.intake;

import org.jspecify.annotations.NullMarked;
