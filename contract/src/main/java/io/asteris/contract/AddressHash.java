package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Stands for an address wherever the address itself may not: 22 base64url characters of a keyed hash, comparable within one
 * site only. {@link AddressKey} makes it.
 */
public record AddressHash(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");

    /** @throws IllegalArgumentException when the text is not 22 base64url characters */
    @JsonCreator
    public AddressHash {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an address hash has 22 base64url characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
