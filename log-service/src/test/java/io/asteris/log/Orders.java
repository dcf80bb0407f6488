package io.asteris.log;

import java.util.ArrayList;
import java.util.List;

/** All orders of a few things. */
public final class Orders {
    private Orders() {}

    /** Every order once. */
    public static <T> List<List<T>> of(List<T> things) {
        if (things.isEmpty()) {
            return List.of(List.of());
        }
        var orders = new ArrayList<List<T>>();
        for (int first = 0; first < things.size(); first++) {
            var rest = new ArrayList<>(things);
            T head = rest.remove(first);
            for (List<T> order : of(rest)) {
                var whole = new ArrayList<T>(things.size());
                whole.add(head);
                whole.addAll(order);
                orders.add(whole);
            }
        }
        return orders;
    }
}
