package io.asteris.platform.database;

import java.util.Collection;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** Shows Flyway one folder of all scripts on the class path, so that two folders can have versions of their own. */
record ScriptsBelow(String folder, ResourceProvider all) implements ResourceProvider {
    @Override
    public @Nullable LoadableResource getResource(String name) {
        LoadableResource found = all.getResource(name);
        return found != null && isBelow(found) ? found : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return all.getResources(prefix, suffixes).stream().filter(this::isBelow).toList();
    }

    private boolean isBelow(LoadableResource script) {
        return script.getAbsolutePath().contains(folder + "/");
    }
}
