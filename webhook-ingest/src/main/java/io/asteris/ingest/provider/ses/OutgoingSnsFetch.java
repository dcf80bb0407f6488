package io.asteris.ingest.provider.ses;

import io.asteris.platform.egress.HttpCall;
import io.asteris.platform.egress.HttpResult;
import io.asteris.platform.egress.OutgoingHttp;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Calls SNS by the house's client: https, no redirects, no private addresses, 5 s. */
@DefaultBean
@ApplicationScoped
class OutgoingSnsFetch implements SnsFetch {
    private static final Logger LOG = Logger.getLogger(OutgoingSnsFetch.class);
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final OutgoingHttp http;

    OutgoingSnsFetch(OutgoingHttp http) {
        this.http = http;
    }

    @Override
    public Uni<Optional<byte[]>> get(URI address) {
        return http.call(HttpCall.get(address).within(WITHIN)).map(result -> octets(address, result));
    }

    private static Optional<byte[]> octets(URI address, HttpResult result) {
        return switch (result) {
            case HttpResult.Answered answer
            when answer.isSuccess() && answer.whole() ->
                Optional.of(answer.body().getBytes());
            case HttpResult.Answered answer -> {
                LOG.warnf("SNS answers otherwise host=%s status=%d", address.getHost(), answer.status());
                yield Optional.empty();
            }
            case HttpResult.Failed failed -> {
                LOG.warnf("SNS cannot be reached host=%s reason=%s", address.getHost(), failed.words());
                yield Optional.empty();
            }
        };
    }
}
