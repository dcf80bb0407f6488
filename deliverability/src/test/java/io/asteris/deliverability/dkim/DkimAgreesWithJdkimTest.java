package io.asteris.deliverability.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Stream;
import org.apache.james.jdkim.tagvalue.PublicKeyRecordImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two readers find the same keys usable and useless; where we ask more than jDKIM does, the case says so and is left out. */
class DkimAgreesWithJdkimTest {
    private static final String KEY = key();

    static Stream<String> records() {
        return Stream.of(
                "v=DKIM1; k=rsa; p=" + KEY,
                "k=rsa; p=" + KEY,
                "p=" + KEY,
                "v=DKIM1; p=" + KEY + ";",
                "v=DKIM1;k=rsa;t=s;p=" + KEY,
                "v=DKIM1; h=sha1:sha256; p=" + KEY,
                "v=DKIM1; s=email; p=" + KEY,
                "v=DKIM1; s=*; n=note; p=" + KEY,
                "v=DKIM1; p=" + KEY.substring(0, 80) + " " + KEY.substring(80),
                "k=rsa; v=DKIM1; p=" + KEY,
                "v=DKIM2; p=" + KEY,
                "v=DKIM1; p=",
                "v=DKIM1; k=rsa; p=MIIBIjANBgkq",
                "v=DKIM1; k=rsa; p=" + KEY.substring(0, KEY.length() / 2),
                "v=DKIM1; k=dsa; p=" + KEY,
                "v=DKIM1; p=" + KEY + "; p=" + KEY,
                "v=DKIM1; x=unknown; p=" + KEY);
    }

    @ParameterizedTest
    @MethodSource("records")
    void bothReadersFindTheSameKeysUsable(String record) {
        assertThat(DkimKeyReader.read(record) instanceof DkimKey.Usable).isEqualTo(jdkimTakes(record));
    }

    private static boolean jdkimTakes(String record) {
        try {
            var key = new PublicKeyRecordImpl(record);
            key.validate();
            return key.isKeyTypeSupported("rsa") && key.getPublicKey() != null;
        } catch (RuntimeException refused) {
            return false;
        }
    }

    private static String key() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
