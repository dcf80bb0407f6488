package io.asteris.local.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.embedded.FreePort;
import io.asteris.local.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path temporary;

    @Test
    void anEmptyExistingFolderIsNew() {
        assertThat(DataFolder.isThere(temporary)).isFalse();
        assertThat(DataFolder.openOrCreate(temporary).root()).isEqualTo(temporary);
        assertThat(DataFolder.isThere(temporary)).isTrue();
    }

    @Test
    void aFolderOfAnotherVersionOrOfSomethingElseIsRefused() throws IOException {
        // Given
        Path other = Files.createDirectory(temporary.resolve("other"));
        Files.writeString(other.resolve("letter.txt"), "not ours");
        DataFolder old = DataFolder.openOrCreate(temporary.resolve("old"));
        Files.writeString(old.root().resolve("version"), "0\n");

        // Then
        assertThatThrownBy(() -> DataFolder.openOrCreate(other))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("holds other things");
        assertThatThrownBy(() -> DataFolder.openOrCreate(old.root()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("belongs to version 0");
        assertThatThrownBy(() -> DataFolder.openExisting(temporary.resolve("none")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("There is no set in");
    }

    @Test
    void erasingForgetsEverything() {
        // Given
        DataFolder folder = DataFolder.openOrCreate(temporary.resolve("set"));
        Secrets.of(folder);

        // When
        folder.erase();

        // Then
        assertThat(folder.root()).doesNotExist();
    }

    @Test
    void secretsAreMadeOnceAndForTheOwnerOnly() throws IOException {
        // Given
        DataFolder folder = DataFolder.openOrCreate(temporary);
        Secrets first = Secrets.of(folder);

        // When
        Secrets second = Secrets.of(folder);

        // Then
        assertThat(second.keys()).isEqualTo(first.keys());
        assertThat(second.adminKey()).isEqualTo(first.adminKey()).matches("ast_[a-z2-7]{8}_[A-Za-z0-9_-]{43}");
        assertThat(second.toString()).doesNotContain(second.adminKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.secrets())))
                .isEqualTo("rw-------");
    }

    @Test
    void portsAreRememberedAndOneThatAStrangerTookIsChosenAnew() throws IOException {
        // Given
        DataFolder folder = DataFolder.openOrCreate(temporary);
        PortMemory first = PortMemory.of(folder);
        int frontDoor = FreePort.choose();
        first.settle(frontDoor, port -> false);
        int kafka = first.get(Port.KAFKA);
        int postgres = first.get(Port.POSTGRES);

        // When
        PortMemory second = PortMemory.of(folder);
        try (ServerSocket stranger = new ServerSocket(kafka, 1, InetAddress.getLoopbackAddress())) {
            assertThat(stranger.isBound()).isTrue();
            second.settle(null, port -> false);
        }

        // Then
        assertThat(second.get(Port.FRONT_DOOR)).isEqualTo(frontDoor);
        assertThat(second.get(Port.POSTGRES)).isEqualTo(postgres);
        assertThat(second.get(Port.KAFKA)).isNotEqualTo(kafka);
        assertThat(PortMemory.of(folder).get(Port.KAFKA)).isEqualTo(second.get(Port.KAFKA));
    }

    @Test
    void aPortOfAProcessOfOursIsKeptAndATakenFrontDoorIsRefused() throws IOException {
        // Given
        PortMemory memory = PortMemory.of(DataFolder.openOrCreate(temporary));
        int kafka = memory.get(Port.KAFKA);
        int taken = FreePort.choose();
        try (ServerSocket ours = new ServerSocket(kafka, 1, InetAddress.getLoopbackAddress());
                ServerSocket stranger = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ours.isBound() && stranger.isBound()).isTrue();

            // When
            memory.settle(FreePort.choose(), port -> port == Port.KAFKA);

            // Then
            assertThat(memory.get(Port.KAFKA)).isEqualTo(kafka);
            assertThatThrownBy(() -> memory.settle(taken, port -> true))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("Port " + taken + " is in use");
        }
    }
}
