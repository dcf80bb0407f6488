package io.asteris.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void columnsAreAlignedAndNumbersKeepThreeDigits() {
        // Given
        var figures = new Figures("Accepting", "what", "callers", "per_s");
        figures.row("gateway", 50, 12_345.678);
        figures.row("no-op", 1, 1.2345);

        // When
        String text = figures.text();

        // Then
        assertThat(text).isEqualTo("""
                Accepting
                  what     callers  per_s
                  gateway       50  12346
                  no-op          1   1.23
                """);
    }

    @Test
    void jsonNamesEachValueByItsColumnAndKeepsAllDigits() {
        // Given
        var figures = new Figures("Idle", "what", "p50_ms");
        figures.row("wire", 1.2345);

        // When
        var document = new JsonObject(Figures.document(List.of(figures)));

        // Then
        JsonObject table = document.getJsonArray("tables").getJsonObject(0);
        assertThat(table.getString("name")).isEqualTo("Idle");
        assertThat(table.getJsonArray("rows").getJsonObject(0).getDouble("p50_ms"))
                .isEqualTo(1.2345);
        assertThat(document.getInteger("processors")).isPositive();
    }

    @Test
    void aRowOfAnotherWidthIsRefused() {
        var figures = new Figures("Idle", "what", "p50_ms");

        assertThatThrownBy(() -> figures.row("wire")).hasMessageContaining("2 columns");
    }
}
