/**
 * The transit store of message content: blobs that are compressed, sealed under their site's data key and kept by day until a
 * message can no longer be owed. What a blob means is said by {@code contract.content}; who reads it is a service's business.
 */
@NullMarked
package io.asteris.platform.content;

import org.jspecify.annotations.NullMarked;
