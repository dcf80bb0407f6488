package io.asteris.dispatcher.provider;

import io.asteris.platform.http.FieldError;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Makes providers of one preset. */
public interface ProviderFactory {
    /**
     * The rules of the preset beyond the form of its fields.
     *
     * @return what is wrong, with pointers below {@code /settings}; empty when nothing is
     */
    Uni<List<FieldError>> check(Settings settings);

    /** A provider with those settings. What it connects to it connects to when it is called. */
    Provider open(Settings settings);
}
