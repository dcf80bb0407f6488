/** Tests of what steers a bench of the log; nothing here depends on how fast the machine is. */
@NullMarked
package io.asteris.bench.logs;

import org.jspecify.annotations.NullMarked;
