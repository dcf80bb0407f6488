package io.asteris.local.frontdoor;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** The body of a service's answer that brings its trailers along, which the proxy leaves behind: they prove an export whole. */
final class Trailed implements ReadStream<Buffer> {
    private final HttpClientResponse inside;
    private final HttpServerResponse outside;

    Trailed(HttpClientResponse inside, HttpServerResponse outside) {
        this.inside = inside;
        this.outside = outside;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        inside.exceptionHandler(handler);
        return this;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        inside.handler(handler);
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        inside.pause();
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        inside.resume();
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        inside.fetch(amount);
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
        inside.endHandler(
                handler == null
                        ? null
                        : ended -> {
                            inside.trailers().forEach(outside::putTrailer);
                            handler.handle(null);
                        });
        return this;
    }
}
