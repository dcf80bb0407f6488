package io.asteris.ingest.provider;

import io.asteris.contract.AddressMask;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that a provider says of one recipient, in our words.
 *
 * @param meaning what follows from it
 * @param address the recipient as the provider names it, not judged
 * @param eventId the provider's own name of the event
 * @param tag what the provider gives back as our correlation tag, not judged
 * @param providerMessage what the provider calls the message
 * @param at when it happened, by the provider's clock
 * @param code the reply or status code
 * @param text the provider's words, masked
 */
public record ProviderEvent(
        Meaning meaning,
        String address,
        Optional<String> eventId,
        Optional<String> tag,
        Optional<String> providerMessage,
        Instant at,
        Optional<String> code,
        String text) {

    private static final int LONGEST_CODE = 32;

    public ProviderEvent {
        text = AddressMask.clean(text);
        code = code.map(AddressMask::clean)
                .filter(said -> !said.isEmpty())
                .map(said -> said.length() > LONGEST_CODE ? said.substring(0, LONGEST_CODE) : said);
    }

    @Override
    public String toString() {
        return meaning.provider().word() + " " + meaning.event();
    }
}
