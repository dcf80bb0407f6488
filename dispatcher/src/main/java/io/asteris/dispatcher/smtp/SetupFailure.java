package io.asteris.dispatcher.smtp;

import io.asteris.dispatcher.attempt.Answer;

/** No connection that could carry mail came about; nothing of any message went out. */
final class SetupFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient SmtpCheck.Fails finding;

    SetupFailure(SmtpCheck.Step step, String words, Answer.NotTaken answer) {
        super(words, null, false, false);
        this.finding = new SmtpCheck.Fails(step, words, answer);
    }

    SmtpCheck.Fails finding() {
        return finding;
    }

    Answer.NotTaken answer() {
        return finding.answer();
    }
}
