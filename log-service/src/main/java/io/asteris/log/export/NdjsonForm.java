package io.asteris.log.export;

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
        return JsonRows.written(rows, "", "", "\n");
    }

    @Override
    public byte[] end(Summary summary) {
        return new byte[0];
    }
}
