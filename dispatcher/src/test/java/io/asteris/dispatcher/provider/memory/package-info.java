@NullMarked
package io.asteris.dispatcher.provider.memory;

import org.jspecify.annotations.NullMarked;
