package io.asteris.dispatcher.smtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An enhanced status code (RFC 3463), such as 5.1.1: what it is about, where the three digits only say how bad. */
record EnhancedCode(int status, int subject, int detail) {
    private static final Pattern FORM = Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})(?=\\s|$)");

    /** The code at the start of a reply's text; empty when there is none. */
    static Optional<EnhancedCode> at(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.lookingAt()) {
            return Optional.empty();
        }
        return Optional.of(new EnhancedCode(
                Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3))));
    }

    boolean is(int wantedSubject, int wantedDetail) {
        return subject == wantedSubject && detail == wantedDetail;
    }

    String text() {
        return status + "." + subject + "." + detail;
    }
}
