@NullMarked
package io.asteris.dispatcher.provider.mailgun;

import org.jspecify.annotations.NullMarked;
