package io.asteris.platform.auth;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The caller of the request that is being answered. */
@RequestScoped
public class CurrentCaller {
    private @Nullable Caller caller;

    /**
     * The authenticated caller.
     *
     * @throws IllegalStateException on a method that is {@link Public}
     */
    public Caller get() {
        if (caller == null) {
            throw new IllegalStateException("this method is public: nobody was authenticated");
        }
        return caller;
    }

    void set(Caller authenticated) {
        this.caller = authenticated;
    }
}
