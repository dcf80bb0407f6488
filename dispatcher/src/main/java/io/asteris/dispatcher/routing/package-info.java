/** Which of a site's providers takes a message. Whether that provider works is the lane's business. */
@NullMarked
package io.asteris.dispatcher.routing;

import org.jspecify.annotations.NullMarked;
