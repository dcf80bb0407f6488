package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Stands for an address wherever the address itself may not: 22 base64url characters of a keyed hash, comparable within one
 * site only. {@link AddressKey} makes it.
 */
public record AddressHash(@JsonValue String value) {
    private static final int LENGTH = 22;

    /** @throws IllegalArgumentException when the text is not 22 base64url characters */
    @JsonCreator
    public AddressHash {
        if (value.length() != LENGTH || !Base64Url.consistsOf(value)) {
            throw new IllegalArgumentException("an address hash has 22 base64url characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
