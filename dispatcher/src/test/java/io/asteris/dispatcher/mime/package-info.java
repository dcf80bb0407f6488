/** Tests of rendering: what is written must read back the same, and hold nothing that a server could misread. */
@NullMarked
package io.asteris.dispatcher.mime;

import org.jspecify.annotations.NullMarked;
