package io.asteris.log.fold;

/** One thing that is known of a message. It never changes; a repeat of it adds nothing. */
public sealed interface Fact permits Acceptance, Attempt, StateChange, Outcome {}
