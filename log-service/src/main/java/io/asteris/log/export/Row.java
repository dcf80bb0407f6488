package io.asteris.log.export;

import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Body;
import io.asteris.log.entry.StoredEntry;
import io.asteris.log.entry.Text;
import io.asteris.log.fold.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One line of an export: an accepted message.
 *
 * @param addresses of the recipients, by position, redacted as asked; empty where they are not known
 * @param body absent where it was not asked for or is not kept
 */
record Row(
        StoredEntry entry,
        Standing standing,
        List<Text> addresses,
        @Nullable Body body) {
    /** The line of that entry. */
    static Row of(StoredEntry entry, UnaryOperator<Text> redaction, @Nullable Body body) {
        var addresses = new ArrayList<Text>(entry.addresses());
        addresses.replaceAll(redaction);
        return new Row(entry, entry.standing(), addresses, body);
    }

    /** The addresses that stand in that field, as far as they are known. */
    List<Text> addressesIn(RecipientField field) {
        var found = new ArrayList<Text>(1);
        for (int position = 0; position < addresses.size() && position < entry.recipients(); position++) {
            if (entry.field(position) == field) {
                found.add(addresses.get(position));
            }
        }
        return found;
    }

    /** The address of the recipient at that position, if it is known. */
    @Nullable
    Text address(int position) {
        return position < addresses.size() ? addresses.get(position) : null;
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "row of " + entry.message();
    }
}
