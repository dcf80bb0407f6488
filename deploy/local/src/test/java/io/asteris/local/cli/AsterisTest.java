package io.asteris.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class AsterisTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "fly, fly",
        "up --fast, --fast",
        "up --port many, many",
        "up --port 70000, 70000",
        "up --set quarkus.http.port=1, quarkus.http.port",
        "up --set asteris.x, asteris.x",
        "stop, NAME",
        "'', Say what to do"
    })
    void aCommandThatIsNotUnderstoodIsOneSentenceAndCode2(String line, String named) {
        // When
        int code = run(line.isEmpty() ? new String[0] : line.split(" ", -1));

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1).allMatch(sentence -> sentence.contains(named));
    }

    @Test
    void aCommandThatCannotBeDoneIsOneSentenceAndCode1() throws Exception {
        // Given
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("letter.txt"), "not ours");

        // When
        int status = run("status", "--data", folder.resolve("none").toString());
        int down = run("down", "--erase", "--data", other.toString());

        // Then
        assertThat(status).isEqualTo(1);
        assertThat(down).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(2);
        assertThat(other.resolve("letter.txt")).exists();
    }

    @Test
    void stoppingWhatIsNotThereIsFine() {
        assertThat(run("down", "--data", folder.resolve("none").toString())).isZero();
        assertThat(out.toString()).contains("There is no set in");
    }

    @Test
    void theScriptLetsEveryCommandThrough() throws Exception {
        String commands = Files.readString(Path.of("..", "..", "asteris"))
                .lines()
                .filter(line -> line.startsWith("commands="))
                .findFirst()
                .orElseThrow();

        assertThat(Asteris.commandLine().getSubcommands().values())
                .filteredOn(command -> !command.getCommandSpec().usageMessage().hidden())
                .allSatisfy(command -> assertThat(commands).containsPattern("\\b" + command.getCommandName() + "\\b"));
    }

    private int run(String... arguments) {
        CommandLine command = Asteris.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
