package io.asteris.log.export;

import io.asteris.contract.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One JSON object with the rows in {@code data} and, as its last member, the summary of the octets before it. */
record JsonForm() implements Form {
    @Override
    public String type() {
        return "application/json";
    }

    @Override
    public String ending() {
        return "json";
    }

    @Override
    public byte[] beginning() {
        return "{\"data\":[".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void write(Row row, boolean first, Utf8 out) {
        if (!first) {
            out.octet(',');
        }
        out.octet('\n');
        JsonRows.write(row, out);
    }

    @Override
    public byte[] end(Summary summary) {
        var end = new ByteArrayOutputStream();
        end.writeBytes("\n],\"summary\":".getBytes(StandardCharsets.UTF_8));
        end.writeBytes(Json.write(summary));
        end.writeBytes("}\n".getBytes(StandardCharsets.UTF_8));
        return end.toByteArray();
    }
}
