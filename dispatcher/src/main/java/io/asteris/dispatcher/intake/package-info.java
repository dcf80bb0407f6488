/** From the topics into the table: accepted messages become deliveries, orders to cancel and to erase are kept, reports of providers are noted. Sending is the lanes' job. */
@NullMarked
package io.asteris.dispatcher.intake;

import org.jspecify.annotations.NullMarked;
