package io.asteris.dispatcher.provider.memory;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.ProviderContract;
import io.asteris.dispatcher.provider.SeenMail;
import java.util.List;
import java.util.stream.Stream;

class MemoryContractTest extends ProviderContract {
    @Override
    protected Rig open() {
        var memory = new MemoryProvider();
        return new Rig() {
            @Override
            public Provider provider() {
                return memory;
            }

            @Override
            public Provider locked() {
                return MemoryProvider.shut(Cause.CONFIGURATION);
            }

            @Override
            public Provider nowhere() {
                return MemoryProvider.shut(Cause.TRANSIENT);
            }

            @Override
            public void next(Ordered order) {
                memory.next(order);
            }

            @Override
            public List<SeenMail> seen() {
                return memory.kept();
            }

            @Override
            public String shown() {
                SeenMail last = memory.kept().getLast();
                return last.from() + last.to() + last.cc() + last.replyTo() + last.headers();
            }

            @Override
            public List<String> reached() {
                SeenMail last = memory.kept().getLast();
                return Stream.of(last.to(), last.cc(), last.bcc())
                        .flatMap(List::stream)
                        .map(mailbox -> mailbox.replaceAll("^.*<|>$", ""))
                        .toList();
            }

            @Override
            public void close() {}
        };
    }
}
