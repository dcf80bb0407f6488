package io.asteris.ingest;

import io.asteris.ingest.provider.ses.SnsFetch;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** SNS as far as this service calls it: answers what a test laid down, and remembers who was asked for. */
@Alternative
@Priority(1)
@ApplicationScoped
public class FakeSns implements SnsFetch {
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
    private final List<URI> asked = new CopyOnWriteArrayList<>();

    /** Lays down a document. */
    public void serve(String address, byte[] document) {
        documents.put(address, document);
    }

    /** Lays down the answer to a confirmation. */
    public void confirm(String address) {
        serve(
                address,
                "<ConfirmSubscriptionResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"/>"
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** All addresses that were asked for, in order. */
    public List<String> asked() {
        return asked.stream().map(URI::toString).toList();
    }

    @Override
    public Uni<Optional<byte[]>> get(URI address) {
        asked.add(address);
        return Uni.createFrom().item(Optional.ofNullable(documents.get(address.toString())));
    }
}
