package io.asteris.dispatcher.state;

import io.asteris.contract.DispatchState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What the types of the state machine offer, read from the code itself. */
public final class Transitions {
    private static final Map<DispatchState, Set<DispatchState>> OFFERED =
            Arrays.stream(DispatchState.values()).collect(Collectors.toMap(state -> state, Transitions::offered));

    private Transitions() {}

    /** The states that one step leads to. */
    public static Set<DispatchState> from(DispatchState state) {
        return Objects.requireNonNull(OFFERED.get(state));
    }

    private static Set<DispatchState> offered(DispatchState state) {
        Set<DispatchState> offered = EnumSet.noneOf(DispatchState.class);
        Dispatch from = Dispatch.of(state);
        of(from).forEach(transition -> offered.add(take(from, transition).state()));
        return offered;
    }

    /** The transitions of a state that need nothing but the state, by name. */
    static List<Method> of(Dispatch from) {
        return Arrays.stream(from.getClass().getMethods())
                .filter(method -> Dispatch.class.isAssignableFrom(method.getReturnType()))
                .filter(method -> method.getParameterCount() == 0)
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .toList();
    }

    static Dispatch take(Dispatch from, Method transition) {
        try {
            return (Dispatch) transition.invoke(from);
        } catch (IllegalAccessException | InvocationTargetException failed) {
            throw new IllegalStateException("transition " + transition.getName(), failed);
        }
    }
}
