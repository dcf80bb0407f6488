package io.asteris.dispatcher.oauth;

import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.egress.OutgoingHttp;
import jakarta.enterprise.context.ApplicationScoped;

/** Opens the way by which a provider makes its calls under its owner's consent. */
@ApplicationScoped
public class OAuthCalls {
    private final OutgoingHttp http;
    private final GrantStore store;
    private final TokenKeeper keeper;
    private final DatabaseClock clock;

    OAuthCalls(OutgoingHttp http, GrantStore store, TokenKeeper keeper, DatabaseClock clock) {
        this.http = http;
        this.store = store;
        this.keeper = keeper;
        this.clock = clock;
    }

    /** The calls of one provider as it is set now. */
    public BearerCalls of(LaneKey lane) {
        return new BearerCalls(http, new GrantTokens(lane, store, keeper, clock));
    }
}
