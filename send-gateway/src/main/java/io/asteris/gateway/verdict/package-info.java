/**
 * Waits for what becomes of a message that was just accepted, for callers who asked to be told. It only listens; how a verdict comes
 * about is the dispatcher's business.
 */
@NullMarked
package io.asteris.gateway.verdict;

import org.jspecify.annotations.NullMarked;
