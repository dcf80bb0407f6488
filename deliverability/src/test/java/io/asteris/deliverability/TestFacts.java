package io.asteris.deliverability;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.contract.event.ProviderChanged;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.kafka.EventProducer;
import io.asteris.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Tells what other services would tell. */
@ApplicationScoped
public class TestFacts {
    private final Outbox outbox;
    private final EventProducer producer;
    private final DatabaseClock clock;

    TestFacts(Outbox outbox, EventProducer producer, DatabaseClock clock) {
        this.outbox = outbox;
        this.producer = producer;
        this.clock = clock;
    }

    /** The time on which all agree. */
    public Instant now() {
        return clock.now();
    }

    /** Brings events to the broker in this order and waits until it has them. */
    public void publish(List<? extends Event> events) {
        outbox.rows(events).stream().map(producer::send).toList().forEach(sent -> sent.toCompletableFuture()
                .join());
    }

    /** A provider of that preset, the site's default. */
    public void provider(SiteId site, String preset, String... fromDomains) {
        provider(site, preset, List.of(), fromDomains);
    }

    /** The same, with what the provider itself told of how it signs. */
    public void provider(SiteId site, String preset, List<ProviderChanged.Dkim> told, String... fromDomains) {
        publish(List.of(new ProviderChanged(
                site,
                "main",
                preset,
                null,
                preset.equals("mailgun") ? "mg." + fromDomains[0] : null,
                List.of(fromDomains),
                told,
                ProviderChanged.State.OK,
                true,
                null)));
    }

    /** First attempts of so many messages that a dead provider did not take. */
    public List<AttemptRecorded> faults(SiteId site, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> attempt(
                        site,
                        MessageId.mint(now()),
                        AnswerKind.NOT_TAKEN,
                        Cause.TRANSIENT,
                        421,
                        null,
                        "4.3.2 Service not" + " available for customer-canary@shop.example"))
                .toList();
    }

    /** Messages that the provider took. */
    public List<AttemptRecorded> taken(SiteId site, String preset, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new AttemptRecorded(
                        MessageId.mint(now()),
                        site,
                        1,
                        "main",
                        preset,
                        site + "/main",
                        AnswerKind.TAKEN,
                        null,
                        250,
                        null,
                        "ok",
                        null,
                        now(),
                        5,
                        null,
                        false,
                        List.of()))
                .toList();
    }

    /** One attempt. */
    public AttemptRecorded attempt(
            SiteId site,
            MessageId message,
            AnswerKind answer,
            @Nullable Cause cause,
            int code,
            @Nullable String enhanced,
            String text) {
        return new AttemptRecorded(
                message,
                site,
                1,
                "main",
                "smtp",
                site + "/main",
                answer,
                cause,
                code,
                enhanced,
                text,
                null,
                now(),
                5,
                null,
                false,
                List.of());
    }

    /** A change of state. */
    public MessageStateChanged state(SiteId site, MessageId message, int version, DispatchState state) {
        return new MessageStateChanged(message, site, state, version, now(), "", null, false, List.of());
    }
}
