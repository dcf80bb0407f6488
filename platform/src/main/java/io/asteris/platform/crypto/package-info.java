/**
 * The secrets of the house and what is sealed with them: the master key, the pepper of API keys, the key of address hashes,
 * and the box for credentials. How message content is sealed lives in {@code content}; who may call lives in {@code auth}.
 */
@NullMarked
package io.asteris.platform.crypto;

import org.jspecify.annotations.NullMarked;
