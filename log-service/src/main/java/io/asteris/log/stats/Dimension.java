package io.asteris.log.stats;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.MailboxDomain;
import io.asteris.log.entry.Entry;
import io.asteris.log.entry.Letter;
import io.asteris.log.fold.Standing;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What messages are told apart by when they are counted. */
public enum Dimension {
    /** The word of the whole message. */
    STATUS {
        @Override
        List<String> keys(Entry entry, Standing standing) {
            return List.of(standing.status().word());
        }
    },
    /** The provider asked last; empty while none was. */
    PROVIDER {
        @Override
        List<String> keys(Entry entry, Standing standing) {
            return List.of(Objects.requireNonNullElse(standing.provider(), ""));
        }
    },
    /** What the caller said sent it; empty when it said nothing. */
    SOURCE {
        @Override
        List<String> keys(Entry entry, Standing standing) {
            return List.of(Objects.requireNonNull(entry.announcement()).source());
        }
    },
    /** The domain of each recipient, where it is a large one; a message counts once for each recipient. */
    DOMAIN {
        @Override
        List<String> keys(Entry entry, Standing standing) {
            Letter letter = entry.letter();
            return letter == null
                    ? List.of()
                    : letter.addresses().stream()
                            .map(address -> MailboxDomain.of(EmailAddress.of(address)))
                            .toList();
        }
    };

    /** The keys under which an entry that people see is counted, as it stands. */
    abstract List<String> keys(Entry entry, Standing standing);

    /** The word in SQL and in the API, lower-case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The dimension of that word; empty when there is none. */
    static Optional<Dimension> named(String word) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.word().equals(word))
                .findFirst();
    }
}
