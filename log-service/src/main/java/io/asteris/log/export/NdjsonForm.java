package io.asteris.log.export;

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
    public void write(Row row, boolean first, Utf8 out) {
        JsonRows.write(row, out);
        out.octet('\n');
    }

    @Override
    public byte[] end(Summary summary) {
        return new byte[0];
    }
}
