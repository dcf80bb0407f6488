package io.asteris.deliverability.spf;

import com.google.common.net.InetAddresses;
import io.asteris.deliverability.dns.Asking;
import io.asteris.deliverability.dns.Reply;
import io.asteris.deliverability.spf.SpfNode.State;
import io.asteris.deliverability.verdict.Findings;
import io.asteris.deliverability.verdict.Judgement;
import io.asteris.deliverability.verdict.Verdict;
import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Whether a domain's SPF record allows whom it has to, and is sound. */
public final class SpfCheck {
    private static final String ELSEWHERE = "spf.";

    private final Asking asking;
    private final String domain;
    private final SpfNeed need;

    /** @param need whom the record has to allow */
    public SpfCheck(Asking asking, String domain, SpfNeed need) {
        this.asking = asking;
        this.domain = domain;
        this.need = need;
    }

    /**
     * What came out.
     *
     * @param records the SPF records as published
     */
    public record Outcome(Judgement judgement, List<String> records) {
        public Outcome {
            records = List.copyOf(records);
        }
    }

    /** Asks and judges; never fails. */
    public Uni<Outcome> run() {
        return new SpfReader(asking).read(domain).chain(root -> judge(root)
                .map(judgement -> new Outcome(judgement, root.records())));
    }

    private Uni<Judgement> judge(SpfNode root) {
        var findings = new Findings();
        return switch (root.state()) {
            case State.None none -> missing();
            case State.Several several -> {
                findings.fault(domain + " has " + root.records().size()
                        + " SPF records, which is an error for receivers (RFC 7208 4.5); merge them into one.");
                yield just(findings.judge());
            }
            case State.Broken(String why) -> {
                findings.fault("The SPF record is broken: " + why + ".");
                yield just(findings.judge());
            }
            case State.Unread(String reason) -> {
                findings.doubt("DNS did not say whether there is an SPF record: " + reason + ".");
                yield just(findings.judge());
            }
            case State.One one -> judgeRecord(root, findings);
            case State.Loop loop -> just(findings.judge());
            case State.NotAsked notAsked -> just(findings.judge());
        };
    }

    private Uni<Judgement> judgeRecord(SpfNode root, Findings findings) {
        SpfTree tree = SpfTree.of(root, need, findings);
        if (!need.isKnown()) {
            return just(
                    findings.hasFault() || findings.hasDoubt()
                            ? findings.judge()
                            : findings.judge(Verdict.UNKNOWN, String.valueOf(need.reason())));
        }
        if (tree.includesProvider() || findings.hasFault()) {
            return just(findings.judge());
        }
        return tree.allowed().isEmpty()
                ? just(without(findings))
                : needed().map(ranges -> {
                    if (ranges.unread()) {
                        findings.doubt("The addresses of " + need.who() + " could not be looked up.");
                    } else if (!Coverage.covers(tree.allowed(), ranges.networks())) {
                        return without(findings);
                    }
                    return findings.judge();
                });
    }

    /** The provider stands nowhere in what was read; it may stand in what was not. */
    private Judgement without(Findings findings) {
        if (!findings.hasDoubt()) {
            findings.fault("The SPF record does not allow " + need.who() + "; add what is expected to it.");
        }
        return findings.judge();
    }

    private record Needed(List<Network> networks, boolean unread) {}

    private Uni<Needed> needed() {
        if (!need.addresses().isEmpty()) {
            return Uni.createFrom().item(new Needed(networks(need.addresses()), false));
        }
        // Reading the provider's own record costs the receiver of the domain's record nothing.
        List<Uni<SpfNode>> records = need.includes().stream()
                .map(name -> new SpfReader(asking).read(name))
                .toList();
        return records.isEmpty()
                ? Uni.createFrom().item(new Needed(List.of(), false))
                : Uni.join().all(records).andFailFast().map(SpfCheck::anyOf);
    }

    /** Any of the provider's names will do; the first one that can be read tells its ranges. */
    private static Needed anyOf(List<SpfNode> nodes) {
        boolean unread = false;
        for (SpfNode node : nodes) {
            var findings = new Findings();
            var tree = SpfTree.of(node, SpfNeed.unknown("", ""), findings);
            unread |= findings.hasDoubt() || node.state() instanceof State.Unread;
            if (!tree.allowed().isEmpty() && !findings.hasDoubt()) {
                return new Needed(tree.allowed(), false);
            }
        }
        return new Needed(List.of(), unread);
    }

    private static List<Network> networks(List<String> addresses) {
        var networks = new ArrayList<Network>();
        for (String text : addresses) {
            InetAddress address = InetAddresses.forString(text);
            networks.add(Network.of(address, address.getAddress().length * Byte.SIZE));
        }
        return networks;
    }

    private Uni<Judgement> missing() {
        String sentence = domain + " has no SPF record; enter what is expected.";
        return asking.txt(ELSEWHERE + domain)
                .map(Reply::found)
                .map(texts -> texts.stream().anyMatch(SpfParser::isSpf)
                        ? sentence + " One stands at " + ELSEWHERE + domain + ", where nobody looks: move it to "
                                + domain + " itself."
                        : sentence)
                .map(hint -> new Judgement(Verdict.MISSING, hint));
    }

    private static Uni<Judgement> just(Judgement judgement) {
        return Uni.createFrom().item(judgement);
    }
}
