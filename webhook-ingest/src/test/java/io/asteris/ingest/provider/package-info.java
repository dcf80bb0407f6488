/** Tests of what all providers have in common. */
@NullMarked
package io.asteris.ingest.provider;

import org.jspecify.annotations.NullMarked;
