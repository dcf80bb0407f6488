/** What every provider must do, and what tests of any of them share: messages, fakes, readers of what arrived. */
@NullMarked
package io.asteris.dispatcher.provider;

import org.jspecify.annotations.NullMarked;
