package io.asteris.platform.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, loopback",
        "::1, loopback",
        "10.1.2.3, private",
        "172.31.255.255, private",
        "192.168.1.1, private",
        "100.64.0.1, private",
        "fd00::1, private",
        "169.254.169.254, link-local",
        "fe80::1, link-local",
        "fd00:ec2::254, private",
        "0.0.0.0, reserved",
        "::, reserved",
        "255.255.255.255, reserved",
        "224.0.0.1, multicast",
        "ff02::1, multicast",
        "192.0.2.1, reserved",
        "::ffff:127.0.0.1, loopback",
        "::ffff:169.254.169.254, link-local",
        "::127.0.0.1, reserved",
        "64:ff9b::7f00:1, loopback",
        "64:ff9b::a9fe:a9fe, link-local",
        "2002:7f00:0001::, loopback",
        "2002:a9fe:a9fe::1, link-local",
        "2001:db8::1, reserved",
        "fec0::1, reserved"
    })
    void specialAddressesAreRefusedWithTheirKind(String address, String kind) throws Exception {
        assertThat(EgressPolicy.of(List.of()).judge("mail.example.org", InetAddress.getByName(address)))
                .isInstanceOfSatisfying(EgressPolicy.Refused.class, refused -> assertThat(refused.reason())
                        .contains("at a " + kind));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808"})
    void publicAddressesAreOpen(String address) throws Exception {
        assertThat(EgressPolicy.of(List.of()).judge("mail.example.org", InetAddress.getByName(address)))
                .isEqualTo(new EgressPolicy.Public());
    }

    @ParameterizedTest
    @CsvSource({
        "loopback, localhost, 127.0.0.1",
        "loopback, anything.example, 127.8.8.8",
        "loopback, localhost, ::1",
        "10.0.0.0/8, relay.internal, 10.255.0.1",
        "relay.internal, Relay.Internal, 10.255.0.1",
        "192.168.1.7, x.example, 192.168.1.7",
        "fd00:1::/32, x.example, fd00:1:2::3",
        "169.254.169.254, x.example, 169.254.169.254",
        "mail.example.org, mail.example.org, 8.8.8.8"
    })
    void whatTheOperatorNamedIsAllowed(String entry, String host, String address) throws Exception {
        assertThat(EgressPolicy.of(List.of(" " + entry + " ")).judge(host, InetAddress.getByName(address)))
                .isEqualTo(new EgressPolicy.Named());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, relay.internal, 11.0.0.1, Public",
        "10.0.0.0/9, relay.internal, 10.128.0.1, Refused",
        "relay.internal, other.internal, 10.0.0.1, Refused",
        "relay.internal, relay.internal.evil.example, 10.0.0.1, Refused",
        "relay.internal, relay.internal, 169.254.169.254, Refused",
        "relay.internal, relay.internal, fe80::1, Refused"
    })
    void nothingBesideItIsAllowed(String entry, String host, String address, String verdict) throws Exception {
        assertThat(EgressPolicy.of(List.of(entry))
                        .judge(host, InetAddress.getByName(address))
                        .getClass()
                        .getSimpleName())
                .isEqualTo(verdict);
    }

    @Test
    void anAddressReachedUnderAnotherNameIsJudgedByTheAddress() throws UnknownHostException {
        // Given
        InetAddress rebound = InetAddress.getByAddress("mail.example.org", new byte[] {127, 0, 0, 1});

        // Then
        assertThat(EgressPolicy.of(List.of()).judge("mail.example.org", rebound))
                .isInstanceOf(EgressPolicy.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8", "a b", "http://x", "::1/129", "10.0.0.0/x", "host:25"})
    void anEntryThatIsNeitherHostNorRangeIsNamed(String entry) {
        assertThatThrownBy(() -> EgressPolicy.of(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(entry);
    }
}
