package io.asteris.deliverability.spf;

import com.google.common.net.InetAddresses;
import io.asteris.deliverability.dns.Asking;
import io.asteris.deliverability.dns.Question;
import io.asteris.deliverability.dns.Reply;
import io.smallrye.mutiny.Uni;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Brings a domain's SPF record and all that it leads to, side by side, up to a bound that no working record comes near. */
final class SpfReader {
    /** The standard's limit is ten; what is far beyond it is wrong, however much more there is. */
    private static final int MOST_TERMS = 40;

    private static final int MOST_ADDRESSES = 10;

    private final Asking asking;
    private final AtomicInteger terms = new AtomicInteger();

    SpfReader(Asking asking) {
        this.asking = asking;
    }

    Uni<SpfNode> read(String domain) {
        return read(domain, Set.of());
    }

    private Uni<SpfNode> read(String domain, Set<String> above) {
        if (above.contains(domain)) {
            return just(domain, new SpfNode.State.Loop());
        }
        return asking.txt(domain).chain(reply -> switch (reply) {
            case Reply.Unanswered(String reason) -> just(domain, new SpfNode.State.Unread(reason));
            case Reply.Nothing none -> just(domain, new SpfNode.State.None());
            case Reply.BrokenAlias broken -> just(domain, new SpfNode.State.None());
            case Reply.Records records -> record(domain, records.values(), above);
        });
    }

    private Uni<SpfNode> record(String domain, List<String> texts, Set<String> above) {
        List<String> spf = texts.stream().filter(SpfParser::isSpf).toList();
        if (spf.size() != 1) {
            var state = spf.isEmpty() ? new SpfNode.State.None() : new SpfNode.State.Several();
            return Uni.createFrom().item(new SpfNode(domain, spf, state));
        }
        return switch (SpfParser.read(spf.getFirst())) {
            case SpfReading.Broken(String why) ->
                Uni.createFrom().item(new SpfNode(domain, spf, new SpfNode.State.Broken(why)));
            case SpfReading.Valid(SpfRecord valid) -> {
                Set<String> path = Stream.concat(above.stream(), Stream.of(domain))
                        .collect(java.util.stream.Collectors.toUnmodifiableSet());
                yield branches(domain, valid, path).chain(branches -> redirect(valid, path)
                        .map(redirect -> new SpfNode(
                                domain, spf, new SpfNode.State.One(valid, branches, redirect.orElse(null)))));
            }
        };
    }

    private Uni<List<SpfNode.Branch>> branches(String domain, SpfRecord record, Set<String> path) {
        List<Uni<SpfNode.Branch>> all = record.reachable().stream()
                .map(directive -> branch(domain, directive, path))
                .toList();
        return joined(all);
    }

    private Uni<java.util.Optional<SpfNode>> redirect(SpfRecord record, Set<String> path) {
        return record.effectiveRedirect()
                .map(target -> node(target, path).map(java.util.Optional::of))
                .orElseGet(() -> Uni.createFrom().item(java.util.Optional.empty()));
    }

    private Uni<SpfNode.Branch> branch(String domain, Directive directive, Set<String> path) {
        String target = directive.target() == null ? domain : name(directive.target());
        boolean asks =
                directive.kind().countsAsLookup() && directive.kind() != Directive.Kind.PTR && !directive.hasMacro();
        if (!asks) {
            return Uni.createFrom().item(new SpfNode.Branch.Leaf(directive));
        }
        if (directive.kind() == Directive.Kind.INCLUDE) {
            return node(target, path).map(node -> new SpfNode.Branch.Included(directive, node));
        }
        if (terms.incrementAndGet() > MOST_TERMS) {
            return Uni.createFrom().item(new SpfNode.Branch.Leaf(directive));
        }
        return switch (directive.kind()) {
            case MX -> mx(directive, target);
            case EXISTS ->
                asking.ask(new Question(target, Question.Kind.A)).map(reply -> hosts(directive, List.of(reply)));
            default -> addresses(target).map(replies -> hosts(directive, replies));
        };
    }

    private Uni<SpfNode> node(String target, Set<String> path) {
        if (target.indexOf('%') >= 0) {
            return just(target, new SpfNode.State.NotAsked());
        }
        return terms.incrementAndGet() > MOST_TERMS
                ? just(name(target), new SpfNode.State.NotAsked())
                : read(name(target), path);
    }

    private Uni<SpfNode.Branch> mx(Directive directive, String target) {
        return asking.ask(new Question(target, Question.Kind.MX)).chain(reply -> {
            List<String> names = reply.found().stream()
                    .map(mx -> mx.substring(mx.indexOf(' ') + 1))
                    .filter(host -> !host.equals("."))
                    .toList();
            if (names.isEmpty()) {
                return Uni.createFrom().item(hosts(directive, List.of(reply)));
            }
            List<Uni<List<Reply>>> hosts =
                    names.stream().limit(MOST_ADDRESSES).map(this::addresses).toList();
            return joined(hosts).map(lists -> {
                var found =
                        hosts(directive, lists.stream().flatMap(List::stream).toList());
                return names.size() > MOST_ADDRESSES
                        ? new SpfNode.Branch.Hosts(directive, found.networks(), found.voids(), true, found.unread())
                        : found;
            });
        });
    }

    private Uni<List<Reply>> addresses(String host) {
        return Uni.combine()
                .all()
                .unis(
                        asking.ask(new Question(host, Question.Kind.A)),
                        asking.ask(new Question(host, Question.Kind.AAAA)))
                .with((v4, v6) -> List.of(v4, v6));
    }

    /** A host without any address is one void look-up: a sender has one family, and most hosts have no IPv6. */
    private static SpfNode.Branch.Hosts hosts(Directive directive, List<Reply> replies) {
        List<Network> networks = new ArrayList<>();
        String unread = null;
        for (Reply reply : replies) {
            unread = reply instanceof Reply.Unanswered(String reason) ? reason : unread;
            for (String text : reply.found()) {
                if (InetAddresses.isInetAddress(text)) {
                    var address = InetAddresses.forString(text);
                    int prefix = address instanceof Inet4Address ? directive.prefix4() : directive.prefix6();
                    networks.add(Network.of(address, prefix));
                }
            }
        }
        long four = networks.stream()
                .filter(net -> net.first() instanceof Inet4Address)
                .count();
        boolean tooMany =
                directive.kind() == Directive.Kind.MX && Math.max(four, networks.size() - four) > MOST_ADDRESSES;
        return new SpfNode.Branch.Hosts(directive, networks, voids(directive, replies), tooMany, unread);
    }

    private static int voids(Directive directive, List<Reply> replies) {
        int perHost = directive.kind() == Directive.Kind.EXISTS || replies.size() == 1 ? 1 : 2;
        int voids = 0;
        for (int i = 0; i < replies.size(); i += perHost) {
            boolean empty = replies.subList(i, i + perHost).stream()
                    .allMatch(reply -> reply instanceof Reply.Nothing || reply instanceof Reply.BrokenAlias);
            voids += empty ? 1 : 0;
        }
        return voids;
    }

    private static <T> Uni<List<T>> joined(List<Uni<T>> all) {
        return all.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join().all(all).andFailFast();
    }

    private static String name(@Nullable String target) {
        return new Question(String.valueOf(target), Question.Kind.TXT).name();
    }

    private static Uni<SpfNode> just(String domain, SpfNode.State state) {
        return Uni.createFrom().item(new SpfNode(domain, List.of(), state));
    }
}
