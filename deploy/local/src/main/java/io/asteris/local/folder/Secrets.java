package io.asteris.local.folder;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a set must keep to itself: made once, kept in a file of mode 600, handed to processes by environment only. */
public final class Secrets {
    private static final int KEY_BYTES = 32;
    private static final int PREFIX_LENGTH = 8;
    private static final String PREFIX_LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

    private static final String MASTER_KEY = "ASTERIS_MASTER_KEY";

    private final DataFolder folder;
    private final Map<String, String> values;

    private Secrets(DataFolder folder, Map<String, String> values) {
        this.folder = folder;
        this.values = values;
    }

    /** Those of this folder; what is missing is made and kept. */
    public static Secrets of(DataFolder folder) {
        Map<String, String> values = new LinkedHashMap<>(PrivateFile.read(folder.secrets()));
        int before = values.size();
        SecureRandom random = new SecureRandom();
        for (String name : new String[] {MASTER_KEY, "ASTERIS_ADDRESS_KEY", "ASTERIS_KEY_PEPPER"}) {
            values.computeIfAbsent(name, key -> Base64.getEncoder().encodeToString(bytes(random)));
        }
        values.computeIfAbsent("ASTERIS_DATABASE_PASSWORD", key -> url(random));
        values.computeIfAbsent("POSTGRES_PASSWORD", key -> url(random));
        values.computeIfAbsent("ASTERIS_BOOTSTRAP_ADMIN_KEY", key -> "ast_" + prefix(random) + "_" + url(random));
        if (values.size() > before) {
            PrivateFile.write(folder.secrets(), values);
        }
        return new Secrets(folder, values);
    }

    /** The file from which services read their master keys, and read them again when it changes. */
    public Path masterKeyFile() {
        PrivateFile.writeText(folder.masterKey(), get(MASTER_KEY) + "\n");
        return folder.masterKey();
    }

    /** The setting of master keys as it is on disk now. */
    public static String masterKeys(DataFolder folder) {
        return Secrets.of(folder).get(MASTER_KEY);
    }

    /** Replaces the master keys, for the services that run and for their next start. */
    public static void replaceMasterKeys(DataFolder folder, String setting) {
        Map<String, String> values = new LinkedHashMap<>(PrivateFile.read(folder.secrets()));
        values.put(MASTER_KEY, setting);
        PrivateFile.write(folder.secrets(), values);
        PrivateFile.writeText(folder.masterKey(), setting + "\n");
    }

    /** The keys with which services hash and compare, by the names of their environment. */
    public Map<String, String> keys() {
        return Map.of(
                "ASTERIS_ADDRESS_KEY", get("ASTERIS_ADDRESS_KEY"),
                "ASTERIS_KEY_PEPPER", get("ASTERIS_KEY_PEPPER"));
    }

    /** Of the three database roles the services use. */
    public String databasePassword() {
        return get("ASTERIS_DATABASE_PASSWORD");
    }

    /** Of the superuser; no service gets it. */
    public String postgresPassword() {
        return get("POSTGRES_PASSWORD");
    }

    /** The first admin key: {@code ast_<prefix>_<secret>}. */
    public String adminKey() {
        return get("ASTERIS_BOOTSTRAP_ADMIN_KEY");
    }

    /** Shows nothing of them. */
    @Override
    public String toString() {
        return "Secrets[" + values.keySet() + "]";
    }

    private String get(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("No secret " + name);
        }
        return value;
    }

    private static byte[] bytes(SecureRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String url(SecureRandom random) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(random));
    }

    private static String prefix(SecureRandom random) {
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < PREFIX_LENGTH; i++) {
            prefix.append(PREFIX_LETTERS.charAt(random.nextInt(PREFIX_LETTERS.length())));
        }
        return prefix.toString();
    }
}
