package io.asteris.log.export;

import java.util.Optional;

/** The form of an exported file. Its pieces, one after the other, are the file. */
sealed interface Form permits CsvForm, JsonForm, NdjsonForm {
    /** The media type. */
    String type();

    /** The ending of the file's name. */
    String ending();

    /** What stands before the first row. */
    byte[] beginning();

    /** Writes the next row, which may be the first. */
    void write(Row row, boolean first, Utf8 out);

    /** What stands behind the last row; the summary covers all that comes before it. */
    byte[] end(Summary summary);

    /** The form of that name; empty when there is none. */
    static Optional<Form> named(String name, boolean withBody) {
        return switch (name) {
            case "csv" -> Optional.of(new CsvForm(withBody));
            case "json" -> Optional.of(new JsonForm());
            case "ndjson" -> Optional.of(new NdjsonForm());
            default -> Optional.empty();
        };
    }
}
