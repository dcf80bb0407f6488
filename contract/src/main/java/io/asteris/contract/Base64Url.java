package io.asteris.contract;

/** The alphabet of base64url (RFC 4648 5), asked so often on the way of each message that a regular expression would show. */
public final class Base64Url {
    private Base64Url() {}

    /** Whether every character is of the alphabet; padding is not. */
    public static boolean consistsOf(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isOf(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOf(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
