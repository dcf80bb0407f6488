package io.asteris.dispatcher.provider.api;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.dispatcher.provider.AccountFacts;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.platform.egress.HttpResult;
import io.asteris.platform.egress.OutgoingHttp;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/** Hands messages to an API, one request each, and repeats nothing. */
public final class ApiProvider implements Provider {
    /** SES answers one such question a second, and nobody waits for these. */
    private static final Duration APART = Duration.ofSeconds(1);

    private static final Duration BRIEF = Duration.ofSeconds(10);

    private final OutgoingHttp http;
    private final Api api;

    public ApiProvider(OutgoingHttp http, Api api) {
        this.http = http;
        this.api = api;
    }

    /** Puts the request together on the caller's thread, which is not an event loop. */
    @Override
    public Uni<Answer> send(Outgoing message) {
        return Uni.createFrom().deferred(() -> {
            try {
                return http.call(api.send(message)).map(result -> answer(result, message));
            } catch (UnsendableException never) {
                return Uni.createFrom().item(Answer.Refused.message(Said.ours(never.words())));
            }
        });
    }

    @Override
    public Uni<Check> check() {
        return Uni.createFrom().deferred(() -> http.call(api.trial())).map(result -> switch (result) {
            case HttpResult.Answered answered -> api.finding(answered);
            case HttpResult.Failed failed -> new Check(false, failed.words());
        });
    }

    @Override
    public Uni<AccountFacts> account(List<String> fromDomains) {
        return Multi.createFrom()
                .iterable(api.account(fromDomains))
                .onItem()
                .transformToUniAndConcatenate(question -> ask(question)
                        .onItem()
                        .call(() ->
                                Uni.createFrom().nullItem().onItem().delayIt().by(APART)))
                .collect()
                .asList()
                .map(all -> all.stream().reduce(AccountFacts.NONE, AccountFacts::and));
    }

    private Uni<AccountFacts> ask(AccountQuestion question) {
        return http.call(question.call().within(BRIEF)).map(result -> switch (result) {
            case HttpResult.Answered answered -> question.reading().apply(answered);
            case HttpResult.Failed failed -> AccountFacts.trouble(failed.words());
        });
    }

    private Answer answer(HttpResult result, Outgoing message) {
        return switch (result) {
            case HttpResult.Answered answered -> api.answer(answered, message);
            case HttpResult.Failed failed -> FailedCall.answer(failed);
        };
    }
}
