package io.asteris.deliverability.dkim;

import java.util.List;

/**
 * What stands at a selector.
 *
 * @param name where it was found, or looked for
 */
record SelectorFinding(String name, State state, List<String> published, List<String> aliases) {
    SelectorFinding {
        published = List.copyOf(published);
        aliases = List.copyOf(aliases);
    }

    /** In one word and its reason. */
    sealed interface State {
        record Good(List<String> remarks) implements State {}

        record Faulty(String why) implements State {}

        record NoKeyBehindAlias() implements State {}

        record Absent() implements State {}

        record Unread(String reason) implements State {}
    }

    boolean isGood() {
        return state instanceof State.Good;
    }

    boolean isAbsent() {
        return state instanceof State.Absent;
    }
}
