package io.asteris.embedded;

import org.jspecify.annotations.Nullable;

/** Says in one sentence why an embedded server does not run and what to change. */
public final class EmbeddedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedException(String sentence) {
        super(sentence);
    }

    EmbeddedException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
