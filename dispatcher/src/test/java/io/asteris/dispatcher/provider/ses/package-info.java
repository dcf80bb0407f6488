@NullMarked
package io.asteris.dispatcher.provider.ses;

import org.jspecify.annotations.NullMarked;
