/** Tests of the package of the same name. */
@NullMarked
package io.asteris.dispatcher.provider.mailgun;

import org.jspecify.annotations.NullMarked;
