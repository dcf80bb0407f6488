/** The REST of providers, routing and lanes: what an owner sets and sees. What the settings do is the other packages' concern. */
@NullMarked
package io.asteris.dispatcher.settings;

import org.jspecify.annotations.NullMarked;
