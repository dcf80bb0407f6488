@NullMarked
package io.asteris.dispatcher.provider.sendgrid;

import org.jspecify.annotations.NullMarked;
