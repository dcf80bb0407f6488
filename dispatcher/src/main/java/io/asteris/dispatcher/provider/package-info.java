/**
 * What a provider is to the engine: something that takes a message and answers, made of a preset and a site's settings. Each
 * preset that can be sent over has a package below; lanes, retries and routing know none of them by name.
 */
@NullMarked
package io.asteris.dispatcher.provider;

import org.jspecify.annotations.NullMarked;
