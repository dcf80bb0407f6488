package io.asteris.dispatcher.intake;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.CancelOrdered;
import io.asteris.contract.event.EraseOrdered;
import io.asteris.dispatcher.delivery.OrderStore;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Does what was ordered of messages: not to send them, or to forget them besides. A repeat changes nothing. */
@ApplicationScoped
class Orders {
    private final OrderStore store;
    private final ContentStore contents;
    private final Database database;

    Orders(OrderStore store, ContentStore contents, Database database) {
        this.store = store;
        this.contents = contents;
        this.database = database;
    }

    /** Keeps orders to cancel, and cancels what is not under way. */
    Uni<Void> cancel(List<CancelOrdered> orders) {
        if (orders.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<MessageId> messages = orders.stream().map(CancelOrdered::message).toList();
        List<SiteId> sites = orders.stream().map(CancelOrdered::site).toList();
        return store.keep(messages, sites).chain(() -> store.cancel(messages)).replaceWithVoid();
    }

    /** Forgets the content of messages, cancels those that are not under way, and keeps the others from being sent again. */
    Uni<Void> erase(List<EraseOrdered> orders) {
        if (orders.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<MessageId> messages = orders.stream().map(EraseOrdered::message).toList();
        List<SiteId> sites = orders.stream().map(EraseOrdered::site).toList();
        Map<SiteId, List<MessageId>> bySite = orders.stream()
                .collect(Collectors.groupingBy(
                        EraseOrdered::site, Collectors.mapping(EraseOrdered::message, Collectors.toList())));
        return store.keep(messages, sites)
                .chain(() -> InTurn.each(orders, order -> store.erase(order.message(), order.site())))
                .chain(() -> store.cancel(messages))
                .chain(() -> InTurn.each(
                        bySite.entrySet(),
                        // Bound to the site: an order that names another site's message finds nothing to delete.
                        site -> database.inSite(
                                site.getKey(), connection -> contents.delete(connection, site.getValue()))));
    }
}
