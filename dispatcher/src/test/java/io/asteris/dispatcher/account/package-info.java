/** What is known of accounts, over a real database. */
@NullMarked
package io.asteris.dispatcher.account;

import org.jspecify.annotations.NullMarked;
