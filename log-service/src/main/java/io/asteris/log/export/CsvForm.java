package io.asteris.log.export;

import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Body;
import io.asteris.log.entry.StoredEntry;
import io.asteris.log.entry.Text;
import io.asteris.log.fold.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comma-separated values (RFC 4180) that a spreadsheet does not take for formulas. */
record CsvForm(boolean withBody) implements Form {
    private static final List<String> COLUMNS = List.of(
            "id",
            "created_at",
            "updated_at",
            "status",
            "from",
            "to",
            "cc",
            "bcc",
            "subject",
            "source",
            "provider",
            "error",
            "answer",
            "tags",
            "attachments",
            "size",
            "resend_of",
            "possible_duplicate");
    private static final List<String> BODY_COLUMNS = List.of("html", "text");

    /** A cell that begins so is a formula, or becomes one when a program strips what stands before it (OWASP, CSV injection). */
    private static final boolean[] FORMULA = Utf8.marked("=+-@\t\r\n");

    private static final boolean[] QUOTED = Utf8.marked(",\"\r\n");
    private static final boolean[] QUOTE = Utf8.marked("\"");
    private static final byte[] LINE_END = Utf8.ascii("\r\n");
    private static final byte[] TRUE = Utf8.ascii("true");
    private static final byte[] FALSE = Utf8.ascii("false");

    @Override
    public String type() {
        return "text/csv; charset=utf-8; header=present";
    }

    @Override
    public String ending() {
        return "csv";
    }

    @Override
    public byte[] beginning() {
        String columns = String.join(",", COLUMNS);
        return Utf8.ascii((withBody ? columns + "," + String.join(",", BODY_COLUMNS) : columns) + "\r\n");
    }

    @Override
    public void write(Row row, boolean first, Utf8 out) {
        StoredEntry entry = row.entry();
        Standing standing = row.standing();
        out.uuid(entry.message().value());
        out.octet(',');
        out.moment(entry.message().instant());
        out.octet(',');
        out.moment(standing.updatedAt());
        out.octet(',');
        out.put(standing.status().word());
        cell(entry.sender(), out);
        cell(joined(row.addressesIn(RecipientField.TO)), out);
        cell(joined(row.addressesIn(RecipientField.CC)), out);
        cell(joined(row.addressesIn(RecipientField.BCC)), out);
        cell(entry.subject(), out);
        cell(entry.source(), out);
        cell(standing.provider(), out);
        cell(standing.error(), out);
        cell(standing.answer(), out);
        cell(joined(entry.tags()), out);
        cell(files(entry.attachments()), out);
        out.octet(',');
        out.number(entry.size());
        out.octet(',');
        MessageId original = entry.resendOf();
        if (original != null) {
            out.uuid(original.value());
        }
        out.octet(',');
        out.put(standing.possibleDuplicate() ? TRUE : FALSE);
        if (withBody) {
            Body body = row.body();
            cell(body == null ? null : body.html(), out);
            cell(body == null ? null : body.text(), out);
        }
        out.put(LINE_END);
    }

    @Override
    public byte[] end(Summary summary) {
        return new byte[0];
    }

    private static void cell(@Nullable String text, Utf8 out) {
        cell(text == null ? null : Text.of(text), out);
    }

    /** The separator, then the text: as it is where it can be, else between quotes. */
    private static void cell(@Nullable Text text, Utf8 out) {
        out.octet(',');
        if (text == null || text.isEmpty()) {
            return;
        }
        int beginning = out.length();
        if (FORMULA[text.at(0) & 0xff]) {
            out.octet('\'');
        }
        int at = out.upTo(QUOTED, text, 0);
        if (at < text.length()) {
            out.cut(beginning);
            quoted(text, out);
        }
    }

    private static void quoted(Text text, Utf8 out) {
        out.octet('"');
        if (FORMULA[text.at(0) & 0xff]) {
            out.octet('\'');
        }
        for (int at = out.upTo(QUOTE, text, 0); at < text.length(); at = out.upTo(QUOTE, text, at + 1)) {
            out.octet('"');
            out.octet('"');
        }
        out.octet('"');
    }

    private static Text files(List<AttachmentInfo> attachments) {
        return joined(attachments.stream().map(one -> Text.of(one.filename())).toList());
    }

    private static Text joined(List<Text> texts) {
        return Text.joined(texts, ", ");
    }
}
