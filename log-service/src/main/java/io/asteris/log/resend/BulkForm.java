package io.asteris.log.resend;

import io.asteris.contract.MessageId;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.StrictJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to send again: these messages, or all that a query finds.
 *
 * @param ids in the order in which they are sent, none twice
 * @param dryRun whether to count only
 */
record BulkForm(
        @Nullable List<MessageId> ids,
        @Nullable String q,
        @Nullable Boolean dryRun) {
    private static final int MOST_IDS = 1_000;

    /**
     * The form.
     *
     * @throws ProblemException {@code 400} or {@code 422} when the body is not of that form
     */
    static BulkForm read(byte[] body) {
        BulkForm form = StrictJson.read(body, BulkForm.class);
        if ((form.ids == null) == (form.q == null)) {
            throw ProblemException.invalid("", "either ids or q says what to send again");
        }
        if (form.ids != null && (form.ids.isEmpty() || form.ids.size() > MOST_IDS)) {
            throw ProblemException.invalid("/ids", "ids names 1 to " + MOST_IDS + " entries; q can name more");
        }
        return form.ids == null
                ? form
                : new BulkForm(form.ids.stream().distinct().toList(), null, form.dryRun);
    }

    boolean isDryRun() {
        return dryRun != null && dryRun;
    }
}
