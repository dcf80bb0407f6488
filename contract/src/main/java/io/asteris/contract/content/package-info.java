/**
 * The sealed blobs of one message in the content store, as the gateway writes and the dispatcher and the log read them:
 * {@code envelope}, {@code body} and {@code attachment/n}. Storing and sealing belongs to the platform.
 */
@NullMarked
package io.asteris.contract.content;

import org.jspecify.annotations.NullMarked;
