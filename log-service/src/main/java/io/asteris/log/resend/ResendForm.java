package io.asteris.log.resend;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.asteris.contract.Mailbox;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.http.StrictJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller says about a resend: nothing, or other recipients. One bad address refuses it all. */
record ResendForm(
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
        List<String> to) {
    private static final int MOST = 50;

    /**
     * The recipients to send to instead of the original ones; empty when these are meant.
     *
     * @throws ProblemException {@code 400} or {@code 422} when the body is not of that form
     */
    static List<Mailbox> read(byte[] body) {
        if (body.length == 0) {
            return List.of();
        }
        List<String> to = StrictJson.read(body, ResendForm.class).to();
        if (to == null) {
            return List.of();
        }
        if (to.isEmpty() || to.size() > MOST) {
            throw ProblemException.invalid("/to", "to names 1 to " + MOST + " recipients, or is left out");
        }
        return mailboxes(to);
    }

    private static List<Mailbox> mailboxes(List<String> texts) {
        var mailboxes = new ArrayList<Mailbox>();
        var errors = new ArrayList<FieldError>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                mailboxes.add(Mailbox.of(texts.get(i)));
            } catch (IllegalArgumentException noMailbox) {
                errors.add(new FieldError("/to/" + i, String.valueOf(noMailbox.getMessage())));
            }
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "A recipient is no address; nothing was sent.")
                    .with(errors);
        }
        return mailboxes;
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "resend";
    }
}
