/** What is known of accounts, over a real database. */
@org.jspecify.annotations.NullMarked
package io.asteris.dispatcher.account;
