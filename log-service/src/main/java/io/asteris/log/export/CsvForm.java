package io.asteris.log.export;

import io.asteris.contract.MessageId;
import io.asteris.contract.content.Body;
import io.asteris.log.entry.LogEntry;
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
    private static final String FORMULA = "=+-@\t\r\n";

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
        LogEntry entry = row.entry();
        out.uuid(entry.id().value());
        out.octet(',');
        out.moment(entry.createdAt());
        out.octet(',');
        out.moment(entry.updatedAt());
        out.octet(',');
        out.put(entry.status().word());
        cell(entry.from(), out);
        cell(joined(entry.to()), out);
        cell(joined(entry.cc()), out);
        cell(joined(entry.bcc()), out);
        cell(entry.subject(), out);
        cell(entry.source(), out);
        cell(entry.provider(), out);
        cell(entry.error(), out);
        cell(entry.answer(), out);
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
        out.put(entry.possibleDuplicate() ? TRUE : FALSE);
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

    /** The separator, then the text: as it is where it can be, else between quotes. */
    private static void cell(@Nullable String text, Utf8 out) {
        out.octet(',');
        if (text == null || text.isEmpty()) {
            return;
        }
        int beginning = out.length();
        if (FORMULA.indexOf(text.charAt(0)) >= 0) {
            out.octet('\'');
        }
        byte[] utf8 = Utf8.of(text);
        int at = out.upTo(QUOTED, utf8, 0);
        if (at < utf8.length) {
            out.cut(beginning);
            quoted(utf8, out);
        }
    }

    private static void quoted(byte[] utf8, Utf8 out) {
        out.octet('"');
        if (FORMULA.indexOf(utf8[0]) >= 0) {
            out.octet('\'');
        }
        for (int at = out.upTo(QUOTE, utf8, 0); at < utf8.length; at = out.upTo(QUOTE, utf8, at + 1)) {
            out.octet('"');
            out.octet('"');
        }
        out.octet('"');
    }

    private static String joined(List<String> texts) {
        return switch (texts.size()) {
            case 0 -> "";
            case 1 -> texts.getFirst();
            default -> String.join(", ", texts);
        };
    }

    private static String files(List<LogEntry.Attachment> attachments) {
        return attachments.isEmpty()
                ? ""
                : joined(attachments.stream().map(LogEntry.Attachment::filename).toList());
    }
}
