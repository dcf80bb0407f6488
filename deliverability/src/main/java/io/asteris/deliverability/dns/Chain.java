package io.asteris.deliverability.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** The way from a name over its aliases to what stands at their end; remembers where it has been. */
final class Chain {
    private final Question question;
    private final List<Name> names = new ArrayList<>();
    private long ttl = Long.MAX_VALUE;
    private boolean validated = true;

    Chain(Question question, Name first) {
        this.question = question;
        names.add(first);
    }

    /** What an answer makes of the chain. */
    sealed interface Step {
        /** Its end is known. */
        record Done(Reply reply) implements Step {}

        /** The answer ends in an alias whose target it does not tell. */
        record AskAgain() implements Step {}
    }

    Question.Kind kind() {
        return question.kind();
    }

    /** The name to ask for now. */
    Name last() {
        return names.getLast();
    }

    Step take(Message answer) {
        validated &= answer.getHeader().getFlag(Flags.AD);
        Name asked = last();
        List<Record> answers = answer.getSection(Section.ANSWER);
        if (question.kind() != Question.Kind.CNAME && !follow(answers)) {
            return new Step.Done(new Reply.BrokenAlias(aliases()));
        }
        List<String> values = new ArrayList<>();
        for (Record record : answers) {
            if (record.getName().equals(last()) && record.getType() == DnsClient.type(question.kind())) {
                values.add(Values.of(record));
                ttl = Math.min(ttl, record.getTTL());
            }
        }
        if (!values.isEmpty()) {
            return new Step.Done(new Reply.Records(values, aliases(), Duration.ofSeconds(ttl), validated));
        }
        boolean targetUntold = !asked.equals(last()) && answer.getRcode() == Rcode.NOERROR;
        return targetUntold ? new Step.AskAgain() : new Step.Done(new Reply.Nothing(aliases(), validated));
    }

    /** Goes as far as the answer tells; false when the way is a circle or too long. */
    private boolean follow(List<Record> answers) {
        for (int i = 0; i < answers.size(); i++) {
            for (Record record : answers) {
                if (record instanceof CNAMERecord alias && alias.getName().equals(last())) {
                    ttl = Math.min(ttl, alias.getTTL());
                    boolean circle = names.contains(alias.getTarget());
                    names.add(alias.getTarget());
                    if (circle || names.size() > DnsClient.LONGEST_CHAIN + 1) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private List<String> aliases() {
        return names.stream()
                .skip(1)
                .map(name -> name.toString(true).toLowerCase(Locale.ROOT))
                .toList();
    }
}
