package io.asteris.contract.content;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.asteris.contract.Mailbox;
import io.asteris.contract.RecipientField;

/** One recipient of a message; the position (0-based over to, cc, bcc) is how events name it without its address. */
public record Recipient(@JsonProperty("p") int position, RecipientField field, Mailbox mailbox) {}
