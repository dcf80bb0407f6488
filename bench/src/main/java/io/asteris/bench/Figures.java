package io.asteris.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One table of figures: text for a person, JSON for a script. */
public final class Figures {
    private final String name;
    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    /** A table without rows; the columns' names are also the JSON fields. */
    public Figures(String name, String... columns) {
        this.name = name;
        this.columns = List.of(columns);
    }

    /** Adds a row: text, whole numbers or doubles, one for each column. */
    public void row(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(name + " has " + columns.size() + " columns, not " + values.length);
        }
        rows.add(List.of(values));
    }

    /** Aligned columns below their heads. */
    public String text() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns);
        rows.forEach(row -> lines.add(row.stream().map(Figures::shown).toList()));
        int[] widths = new int[columns.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        var text = new StringBuilder(name).append('\n');
        for (List<String> line : lines) {
            text.append(aligned(line, widths)).append('\n');
        }
        return text.toString();
    }

    /** {@code {"name": …, "rows": [{column: value}]}}. */
    public JsonObject json() {
        var array = new JsonArray();
        for (List<Object> row : rows) {
            var object = new JsonObject();
            for (int i = 0; i < columns.size(); i++) {
                object.put(columns.get(i), row.get(i));
            }
            array.add(object);
        }
        return new JsonObject().put("name", name).put("rows", array);
    }

    /** The JSON document of several tables. */
    public static String document(List<Figures> tables) {
        var array = new JsonArray();
        tables.forEach(table -> array.add(table.json()));
        return new JsonObject()
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("tables", array)
                .encodePrettily();
    }

    private static String aligned(List<String> line, int[] widths) {
        var cells = new String[widths.length];
        Arrays.setAll(cells, i -> {
            String pad = " ".repeat(widths[i] - line.get(i).length());
            return i == 0 ? line.get(i) + pad : pad + line.get(i);
        });
        return "  " + String.join("  ", cells).stripTrailing();
    }

    /** Three digits that matter are enough: more would claim a precision that no run has. */
    private static String shown(Object value) {
        if (!(value instanceof Double number)) {
            return value.toString();
        }
        double size = Math.abs(number);
        String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, number);
    }
}
