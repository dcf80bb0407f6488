package io.asteris.platform.egress;

/** Carries a {@link HttpResult.Failed} through the steps of a call. */
final class CallFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient HttpResult.Failed result;

    CallFailure(HttpResult.Failed result) {
        // Frequent and expected, and thrown by the event loop, whose stack tells nobody anything.
        super(result.words(), null, false, false);
        this.result = result;
    }

    HttpResult.Failed result() {
        return result;
    }
}
