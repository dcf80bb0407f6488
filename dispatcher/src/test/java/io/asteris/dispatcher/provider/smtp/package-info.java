/** Tests of the package of the same name. */
@NullMarked
package io.asteris.dispatcher.provider.smtp;

import org.jspecify.annotations.NullMarked;
