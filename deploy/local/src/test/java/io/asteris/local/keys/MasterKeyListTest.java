package io.asteris.local.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MasterKeyListTest {
    @Test
    void aNewKeyStandsLastUntilItsTurnAndThenAlone() {
        // Given
        MasterKeyList list = MasterKeyList.parse("b2xk");
        // When
        MasterKeyList both = list.withNew();
        // Then
        assertThat(both.text()).startsWith("1:b2xk,2:");
        assertThat(both.current().kid()).isEqualTo("1");
        assertThat(both.newest().kid()).isEqualTo("2");
        assertThat(both.turned().text()).startsWith("2:").endsWith(",1:b2xk");
        assertThat(both.turned().turned()).isEqualTo(both.turned());
        assertThat(both.turned().currentOnly().text())
                .isEqualTo(both.newest().kid() + ":" + both.newest().base64());
        assertThat(both.toString()).doesNotContain("b2xk");
    }

    @Test
    void theTenthKeyIsNewerThanTheNinth() {
        assertThat(MasterKeyList.parse("9:YQ==,10:Yg==").newest().kid()).isEqualTo("10");
        assertThat(MasterKeyList.parse("9:YQ==").withNew().newest().kid()).isEqualTo("10");
    }

    @Test
    void aServicesStandingIsReadFromItsReadiness() throws IOException {
        var standing = KeyStanding.of("""
                {"status":"UP","checks":[{"name":"database","data":{}},
                 {"name":"master-keys","data":{"current":"2","known":"2 1","rounds":7,"left":3}}]}""");

        assertThat(standing).isEqualTo(Optional.of(new KeyStanding("2", Set.of("1", "2"), 7, 3)));
        assertThat(KeyStanding.of("{\"checks\":[]}")).isEmpty();
    }
}
