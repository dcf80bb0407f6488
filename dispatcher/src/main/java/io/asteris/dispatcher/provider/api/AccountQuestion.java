package io.asteris.dispatcher.provider.api;

import io.asteris.dispatcher.provider.AccountFacts;
import io.asteris.platform.egress.HttpCall;
import io.asteris.platform.egress.HttpResult;
import java.util.function.Function;

/**
 * A request about an account.
 *
 * @param reading what an answer to it tells; it fails for none
 */
public record AccountQuestion(HttpCall call, Function<HttpResult.Answered, AccountFacts> reading) {}
