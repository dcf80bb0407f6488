package io.asteris.dispatcher.provider;

import io.asteris.dispatcher.provider.FakeApi.Asked;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A provider called over HTTP, before a fake of its API. */
public final class ApiRig implements ProviderContract.Rig {
    private final FakeApi api;
    private final Function<String, Provider> open;
    private final AnswerRow badKey;
    private final List<AnswerRow> orders;
    private final Predicate<Asked> isSend;
    private final Function<Asked, SeenMail> reader;

    /**
     * @param open makes the provider for an origin
     * @param orders the answers to refuse, and to ask for patience
     * @param isSend tells a request that sends from one that does not
     */
    public ApiRig(
            FakeApi api,
            Function<String, Provider> open,
            AnswerRow badKey,
            List<AnswerRow> orders,
            Predicate<Asked> isSend,
            Function<Asked, SeenMail> reader) {
        this.api = api;
        this.open = open;
        this.badKey = badKey;
        this.orders = List.copyOf(orders);
        this.isSend = isSend;
        this.reader = reader;
    }

    @Override
    public Provider provider() {
        return open.apply(api.origin());
    }

    @Override
    public Provider locked() {
        api.next(badKey);
        return open.apply(api.origin());
    }

    @Override
    public Provider nowhere() {
        return open.apply("http://127.0.0.1:1");
    }

    @Override
    public void next(ProviderContract.Ordered order) {
        api.next(
                switch (order) {
                    case REFUSE -> orders.getFirst();
                    case LATER -> orders.getLast();
                    case LOSE -> AnswerRow.cut();
                });
    }

    @Override
    public List<SeenMail> seen() {
        return api.asked().stream().filter(isSend).map(reader).toList();
    }

    @Override
    public String shown() {
        SeenMail last = seen().getLast();
        return last.from() + last.to() + last.cc() + last.replyTo() + last.headers();
    }

    @Override
    public List<String> reached() {
        SeenMail last = seen().getLast();
        return Stream.of(last.to(), last.cc(), last.bcc())
                .flatMap(List::stream)
                .map(mailbox -> mailbox.replaceAll("^.*<|>$", ""))
                .toList();
    }

    @Override
    public void close() {
        api.close();
    }
}
