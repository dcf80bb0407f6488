package io.asteris.gateway.accept;

import io.asteris.gateway.request.SendRequest;
import io.asteris.gateway.sender.ResolvedSender;

/** A checked request together with the sender in whose name it goes out: all that accepting it needs. */
public record ReadyMessage(SendRequest request, ResolvedSender sender) {}
