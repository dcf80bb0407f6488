package io.asteris.log.fold;

import java.time.Instant;

/** Writes facts in the {@link FactsForm}. */
final class FactsWriter {
    private final long base;
    private final Octets octets = new Octets();
    private final Octets fact = new Octets();

    private FactsWriter(long base) {
        this.base = base;
    }

    /** The octets of all facts but the acceptance, in their order. */
    static byte[] write(Instant accepted, History history) {
        var writer = new FactsWriter(accepted.toEpochMilli());
        writer.octets.octet(FactsForm.VERSION);
        history.states().forEach(writer::add);
        history.attempts().forEach(writer::add);
        history.outcomes().forEach(writer::add);
        return writer.octets.toArray();
    }

    /** Octets that are the same for equal facts of one kind, and no others. */
    static byte[] write(Fact one) {
        var writer = new FactsWriter(0);
        switch (one) {
            case Acceptance it -> writer.write(it);
            case Attempt it -> writer.write(it);
            case StateChange it -> writer.write(it);
            case Outcome it -> writer.write(it);
        }
        return writer.fact.toArray();
    }

    private void add(Attempt attempt) {
        write(attempt);
        end(FactsForm.ATTEMPT);
    }

    private void add(StateChange change) {
        write(change);
        end(FactsForm.STATE);
    }

    private void add(Outcome outcome) {
        write(outcome);
        end(FactsForm.OUTCOME);
    }

    private void end(int kind) {
        octets.number(kind);
        octets.number(fact.length());
        octets.take(fact);
    }

    private void write(Acceptance acceptance) {
        moment(acceptance.at());
        fact.number(acceptance.recipients());
        fact.text(acceptance.provider());
    }

    private void write(Attempt attempt) {
        Integer code = attempt.code();
        var cause = attempt.cause();
        fact.number(attempt.number());
        fact.text(attempt.provider());
        moment(attempt.startedAt());
        fact.number(attempt.millis());
        fact.number(Codes.ANSWERS.of(attempt.answer()));
        fact.number(cause == null ? 0 : Codes.CAUSES.of(cause));
        fact.number((attempt.possibleDuplicate() ? FactsForm.POSSIBLE_DUPLICATE : 0)
                | (code == null ? 0 : FactsForm.HAS_CODE));
        if (code != null) {
            fact.number(code);
        }
        fact.text(attempt.enhanced());
        fact.text(attempt.text());
        fact.text(attempt.providerMessageId());
        fact.number(attempt.recipients().size());
        attempt.recipients().forEach(this::write);
    }

    private void write(Attempt.Said said) {
        Integer code = said.code();
        fact.number(said.position());
        fact.number(Codes.ANSWERS.of(said.answer()));
        fact.number(code == null ? 0 : FactsForm.HAS_CODE);
        if (code != null) {
            fact.number(code);
        }
        fact.text(said.enhanced());
        fact.text(said.text());
    }

    private void write(StateChange change) {
        Instant until = change.until();
        fact.number(change.version());
        fact.number(Codes.STATES.of(change.state()));
        moment(change.at());
        fact.text(change.reason());
        fact.number((change.correction() ? FactsForm.CORRECTION : 0) | (until == null ? 0 : FactsForm.HAS_UNTIL));
        if (until != null) {
            moment(until);
        }
        fact.number(change.skipped().size());
        for (StateChange.Skip skip : change.skipped()) {
            fact.number(skip.position());
            fact.text(skip.reason());
        }
    }

    private void write(Outcome outcome) {
        fact.number(outcome.position());
        fact.number(Codes.KINDS.of(outcome.kind()));
        moment(outcome.at());
        fact.text(outcome.provider());
        fact.text(outcome.reason());
    }

    private void moment(Instant at) {
        fact.number(at.toEpochMilli() - base);
    }
}
