@NullMarked
package io.asteris.dispatcher.provider.smtp;

import org.jspecify.annotations.NullMarked;
