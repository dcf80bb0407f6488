package io.asteris.log.export;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** One JSON object a line. */
record NdjsonForm() implements Form {
    @Override
    public String type() {
        return "application/x-ndjson";
    }

    @Override
    public String ending() {
        return "ndjson";
    }

    @Override
    public byte[] beginning() {
        return new byte[0];
    }

    @Override
    public byte[] rows(List<Row> rows, long first) {
        var lines = new ByteArrayOutputStream();
        for (Row row : rows) {
            lines.writeBytes(JsonRow.of(row));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    @Override
    public byte[] end(Summary summary) {
        return new byte[0];
    }
}
