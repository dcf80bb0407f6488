package io.asteris.deliverability.channel;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Brings a message by a channel, once, within a bounded time. */
@ApplicationScoped
public class Couriers {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final MailCourier mail;
    private final HookCourier hook;

    Couriers(MailCourier mail, HookCourier hook) {
        this.mail = mail;
        this.hook = hook;
    }

    /** Why it could not be brought, without an address; empty when it was. Never fails. */
    public Uni<Optional<String>> bring(Channel channel, Reach reach, Message message) {
        return Uni.createFrom()
                .deferred(() -> channel.type() == Channel.Type.EMAIL
                        ? mail.bring(reach, message)
                        : hook.bring(channel, message))
                .ifNoItem()
                .after(BOUND)
                .recoverWithItem(() -> Optional.of("no answer within " + BOUND.toSeconds() + " seconds"))
                .onFailure()
                .recoverWithItem(
                        failure -> Optional.of("failed: " + failure.getClass().getSimpleName()));
    }
}
