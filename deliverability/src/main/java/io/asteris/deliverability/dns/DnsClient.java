package io.asteris.deliverability.dns;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks the resolvers, one after the other until one answers, without a thread waiting. UDP with EDNS; a truncated answer is asked
 * for again over TCP. A resolver may be authoritative only: aliases whose target it left out are followed by asking again.
 */
@Singleton
public class DnsClient {
    /** What passes through every network unfragmented (DNS flag day 2020). */
    private static final int UDP_PAYLOAD = 1232;

    /** More CNAMEs than that are a mistake. */
    static final int LONGEST_CHAIN = 8;

    private static final int DNS_PORT = 53;

    /** What follows an answer is short; the library's choice, the common pool, would bring threads of a foreign class loader. */
    private static final Executor HERE = Runnable::run;

    private final List<SimpleResolver> resolvers;
    private final int rounds;
    private final Duration timeout;

    DnsClient(DnsConfig config) {
        this.timeout = config.timeout();
        this.rounds = config.rounds();
        this.resolvers = config
                .resolvers()
                .map(named -> named.stream().map(DnsClient::address).toList())
                .orElseGet(() -> ResolverConfig.getCurrentConfig().servers())
                .stream()
                .map(this::resolver)
                .toList();
    }

    /** Asks, and never fails: what goes wrong is a reply too. */
    public Uni<Reply> ask(Question question) {
        Name name;
        try {
            name = Name.fromString(question.name(), Name.root);
        } catch (TextParseException notAName) {
            return Uni.createFrom().item(new Reply.Nothing(List.of(), false));
        }
        return follow(new Chain(question, name));
    }

    private Uni<Reply> follow(Chain chain) {
        return send(chain.last(), type(chain.kind()), 0, "no resolver is configured")
                .chain(answer -> switch (chain.take(answer)) {
                    case Chain.Step.Done(Reply reply) -> Uni.createFrom().item(reply);
                    case Chain.Step.AskAgain() -> follow(chain);
                })
                .onFailure()
                .recoverWithItem(failure -> new Reply.Unanswered(String.valueOf(failure.getMessage())));
    }

    /** Fails, with a sentence, when nobody gives a usable answer. */
    private Uni<Message> send(Name name, int type, int turn, String trouble) {
        if (resolvers.isEmpty() || turn >= rounds * resolvers.size()) {
            return Uni.createFrom().failure(new UnansweredException(trouble));
        }
        SimpleResolver resolver = resolvers.get(turn % resolvers.size());
        return Uni.createFrom()
                .completionStage(() -> resolver.sendAsync(query(name, type), HERE))
                .onItem()
                .transformToUni(answer -> {
                    String refusal = refusal(answer);
                    return refusal == null ? Uni.createFrom().item(answer) : send(name, type, turn + 1, refusal);
                })
                .onFailure(IOException.class)
                .recoverWithUni(() -> send(name, type, turn + 1, "no answer in time"));
    }

    private static Message query(Name name, int type) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        // RFC 6840 5.7: asks the resolver to say whether it validated.
        query.getHeader().setFlag(Flags.AD);
        return query;
    }

    /** Why this answer says nothing of the name, or null when it does. */
    private static @Nullable String refusal(Message answer) {
        int code = answer.getRcode();
        if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
            return isReferral(answer) ? "the resolver only points elsewhere" : null;
        }
        return "the resolver answered " + Rcode.string(code) + reason(answer);
    }

    /** RFC 8914: many resolvers say why, such as a DNSSEC signature that is wrong. */
    private static String reason(Message answer) {
        if (answer.getOPT() != null) {
            for (EDNSOption option : answer.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR)) {
                if (option instanceof ExtendedErrorCodeOption extended) {
                    return " (" + ExtendedErrorCodeOption.text(extended.getErrorCode()) + ")";
                }
            }
        }
        return "";
    }

    private static boolean isReferral(Message answer) {
        boolean empty = answer.getSection(org.xbill.DNS.Section.ANSWER).isEmpty();
        boolean authoritative = answer.getHeader().getFlag(Flags.AA);
        List<Record> authority = answer.getSection(org.xbill.DNS.Section.AUTHORITY);
        return answer.getRcode() == Rcode.NOERROR
                && empty
                && !authoritative
                && authority.stream().anyMatch(record -> record.getType() == Type.NS)
                && authority.stream().noneMatch(record -> record.getType() == Type.SOA);
    }

    static int type(Question.Kind kind) {
        return switch (kind) {
            case TXT -> Type.TXT;
            case MX -> Type.MX;
            case A -> Type.A;
            case AAAA -> Type.AAAA;
            case CNAME -> Type.CNAME;
        };
    }

    private SimpleResolver resolver(InetSocketAddress address) {
        var resolver = new SimpleResolver(address);
        resolver.setTimeout(timeout);
        resolver.setEDNS(0, UDP_PAYLOAD, 0, new ArrayList<>());
        return resolver;
    }

    /** {@code host}, {@code host:port}, or an IPv6 address in brackets with a port. */
    private static InetSocketAddress address(String text) {
        var parsed = com.google.common.net.HostAndPort.fromString(text.strip()).withDefaultPort(DNS_PORT);
        return new InetSocketAddress(parsed.getHost(), parsed.getPort());
    }

    /** Carries the sentence from the last try to the reply. */
    private static final class UnansweredException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnansweredException(String sentence) {
            super(sentence, null, false, false);
        }
    }
}
