package io.asteris.contract.content;

/** A header of the caller's own, checked and unencoded. */
public record Header(String name, String value) {
    @Override
    public String toString() {
        return name + ": ***";
    }
}
