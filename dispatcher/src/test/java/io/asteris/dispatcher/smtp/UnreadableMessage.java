package io.asteris.dispatcher.smtp;

import io.vertx.core.buffer.Buffer;
import java.util.Iterator;

/** A message whose second piece cannot be had. */
final class UnreadableMessage implements MessageSource {
    @Override
    public long size() {
        return 1_000;
    }

    @Override
    public Iterator<Buffer> open() {
        return new Iterator<>() {
            private boolean begun;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Buffer next() {
                if (begun) {
                    throw new IllegalStateException("the store is gone");
                }
                begun = true;
                return Buffer.buffer("Subject: x\r\n\r\n");
            }
        };
    }
}
