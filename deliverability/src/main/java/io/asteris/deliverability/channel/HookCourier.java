package io.asteris.deliverability.channel;

import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.egress.HttpBody;
import io.asteris.platform.egress.HttpCall;
import io.asteris.platform.egress.HttpResult;
import io.asteris.platform.egress.OutgoingHttp;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Posts to a hook, by the house's rules for outgoing calls. */
@Singleton
class HookCourier {
    private static final Duration BOUND = Duration.ofSeconds(15);

    private final OutgoingHttp http;
    private final DatabaseClock clock;

    HookCourier(OutgoingHttp http, DatabaseClock clock) {
        this.http = http;
        this.clock = clock;
    }

    Uni<Optional<String>> bring(Channel channel, Message message) {
        String body = Payload.of(Objects.requireNonNull(channel.format()), message, clock.now());
        HttpCall call = HttpCall.post(Objects.requireNonNull(channel.url()), "application/json", HttpBody.of(body))
                .within(BOUND);
        return http.call(signed(call, channel, message, body)).map(HookCourier::problem);
    }

    private HttpCall signed(HttpCall call, Channel channel, Message message, String body) {
        if (channel.secret() == null) {
            return call;
        }
        Instant now = clock.now();
        String id = "msg_" + message.id();
        boolean former =
                channel.formerSecret() != null && channel.formerUntil() != null && now.isBefore(channel.formerUntil());
        String signatures = Stream.of(channel.secret(), former ? channel.formerSecret() : null)
                .filter(Objects::nonNull)
                .map(secret -> HookSecret.sign(secret, id, now.getEpochSecond(), body))
                .collect(Collectors.joining(" "));
        return call.with("webhook-id", id)
                .with("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .with("webhook-signature", signatures);
    }

    private static Optional<String> problem(HttpResult result) {
        return switch (result) {
            case HttpResult.Answered answered ->
                answered.isSuccess() ? Optional.empty() : Optional.of("the hook answered " + answered.status());
            case HttpResult.Failed failed -> Optional.of(failed.words());
        };
    }
}
