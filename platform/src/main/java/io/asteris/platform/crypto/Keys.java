package io.asteris.platform.crypto;

import io.asteris.contract.AddressKey;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes the keys of the house from the settings {@code asteris.master-key-file} or {@code asteris.master-key},
 * {@code asteris.key-pepper} and {@code asteris.address-key}. A service does not start without the first two; the third is asked for where it is injected.
 */
@Singleton
final class Keys {
    /** Before anything waits for the database: a missing key is said at once. */
    private static final int FIRST = 1;

    private static final int OCTETS = 32;
    private static final String HOW = " Make one with `openssl rand -base64 32` and give it to every service.";

    private final Optional<String> masterKey;
    private final Optional<Path> masterKeyFile;
    private final Optional<String> pepper;
    private final Optional<String> addressKey;

    Keys(
            @ConfigProperty(name = "asteris.master-key") Optional<String> masterKey,
            @ConfigProperty(name = "asteris.master-key-file") Optional<Path> masterKeyFile,
            @ConfigProperty(name = "asteris.key-pepper") Optional<String> pepper,
            @ConfigProperty(name = "asteris.address-key") Optional<String> addressKey) {
        this.masterKey = masterKey;
        this.masterKeyFile = masterKeyFile;
        this.pepper = pepper;
        this.addressKey = addressKey;
    }

    @Produces
    @Singleton
    @Startup(FIRST)
    MasterKeys masterKeys() {
        String setting = masterKeyFile
                .map(Keys::read)
                .or(() -> masterKey)
                .orElseThrow(() -> missing("asteris.master-key", "ASTERIS_MASTER_KEY"));
        try {
            return MasterKeys.parse(setting);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException("ASTERIS_MASTER_KEY (asteris.master-key) is wrong: " + wrong.getMessage()
                    + ". It is base64 of 32 octets, or kid:base64,… with the current key first.");
        }
    }

    @Produces
    @Singleton
    @Startup(FIRST)
    Pepper pepper() {
        return new Pepper(secret(pepper, "asteris.key-pepper", "ASTERIS_KEY_PEPPER"));
    }

    @Produces
    @Singleton
    AddressKey addressKey() {
        return new AddressKey(secret(addressKey, "asteris.address-key", "ASTERIS_ADDRESS_KEY"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new ConfigurationException(
                    "ASTERIS_MASTER_KEY_FILE (asteris.master-key-file) names a file that cannot be read: " + file);
        }
    }

    private static byte[] secret(Optional<String> setting, String name, String variable) {
        String base64 = setting.orElseThrow(() -> missing(name, variable)).strip();
        try {
            byte[] secret = Base64.getDecoder().decode(base64);
            if (secret.length >= OCTETS) {
                return secret;
            }
        } catch (IllegalArgumentException notBase64) {
            // The decoder's message quotes a character of the secret, so it is not passed on.
            throw new ConfigurationException(variable + " (" + name + ") is not base64." + HOW);
        }
        throw new ConfigurationException(variable + " (" + name + ") has fewer than " + OCTETS + " octets." + HOW);
    }

    private static ConfigurationException missing(String name, String variable) {
        return new ConfigurationException(variable + " (" + name + ") is not set." + HOW);
    }
}
