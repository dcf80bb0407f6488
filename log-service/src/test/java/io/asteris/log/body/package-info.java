/** Tests of how bodies are packed. */
@NullMarked
package io.asteris.log.body;

import org.jspecify.annotations.NullMarked;
