package io.asteris.log.entry;

import io.asteris.contract.MessageId;
import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import io.asteris.log.fold.Fact;
import io.asteris.log.fold.Fold;
import io.asteris.log.fold.History;
import io.asteris.log.fold.Standing;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One message in the log, as it is stored.
 *
 * @param recorded whether the site wants to see it; false where it logs nothing and the message has not failed
 * @param announcement absent as long as only later facts came
 * @param letter absent when it is not recorded, or when the content was gone before it could be read
 */
public record Entry(
        MessageId message,
        SiteId site,
        Retention retention,
        boolean recorded,
        @Nullable Announcement announcement,
        @Nullable Letter letter,
        History history) {

    /** An entry of which nothing is known. */
    public static Entry empty(MessageId message, SiteId site, Retention retention) {
        return new Entry(message, site, retention, false, null, null, History.EMPTY);
    }

    /** The same entry, knowing those facts too. */
    public Entry knowing(Collection<? extends Fact> facts) {
        return new Entry(message, site, retention, recorded, announcement, letter, history.with(facts));
    }

    /** The same entry, accepted; a repeat changes nothing. */
    public Entry accepted(Announcement said) {
        if (announcement != null) {
            return this;
        }
        return new Entry(message, site, retention, recorded, said, letter, history.with(List.of(said.fact(message))));
    }

    /** The same entry with something else in place of each recipient's address. */
    public Entry addressed(UnaryOperator<String> substitute) {
        Letter changed = letter == null
                ? null
                : new Letter(
                        letter.sender(),
                        letter.subject(),
                        letter.addresses().stream().map(substitute).toList(),
                        letter.attachments());
        return new Entry(message, site, retention, recorded, announcement, changed, history);
    }

    /** The same entry, for people to see, with what could be read of the envelope. */
    public Entry recorded(Optional<Letter> read) {
        return new Entry(message, site, retention, true, announcement, read.orElse(letter), history);
    }

    /** Whether the dispatcher is done with it. */
    public boolean isClosed() {
        return history.lastState().map(change -> change.state().terminal()).orElse(false);
    }

    /** How the message stands. */
    public Standing standing() {
        return Fold.of(history);
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "entry " + message;
    }
}
