/**
 * Orders to send a closed message again: the content lies in the store under the new id already, this announces it. Who may order it
 * and where the content comes from is the log's business.
 */
@NullMarked
package io.asteris.gateway.resend;

import org.jspecify.annotations.NullMarked;
