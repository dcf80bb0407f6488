package io.asteris.dispatcher.smtp;

/** With what a connection signs in (RFC 4954). Secrets show in no text form. */
public sealed interface SmtpCredentials {
    /** No sign-in: the server knows us by other means. */
    record None() implements SmtpCredentials {}

    /** A user name with a password or a generated application password. */
    record Password(String user, String password) implements SmtpCredentials {
        public Password {
            requireSayable(user, "user name");
            requireSayable(password, "password");
        }

        @Override
        public String toString() {
            return "password credentials";
        }
    }

    /** A user name with an OAuth access token, for XOAUTH2. */
    record AccessToken(String user, String token) implements SmtpCredentials {
        public AccessToken {
            requireSayable(user, "user name");
            requireSayable(token, "access token");
        }

        @Override
        public String toString() {
            return "access token credentials";
        }
    }

    private static void requireSayable(String text, String what) {
        // The mechanisms separate their parts by NUL and by U+0001; either inside a part would forge another one.
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the " + what + " is empty or has a control character in it");
        }
    }
}
