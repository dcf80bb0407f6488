package io.asteris.deliverability.dkim;

import io.asteris.deliverability.dkim.SelectorFinding.State;
import io.asteris.deliverability.dns.Asking;
import io.asteris.deliverability.dns.Reply;
import io.asteris.deliverability.verdict.DnsEntry;
import io.asteris.deliverability.verdict.Findings;
import io.asteris.deliverability.verdict.Judgement;
import io.asteris.deliverability.verdict.Verdict;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whether a provider's keys stand where receivers look for them. */
public final class DkimCheck {
    private final Asking asking;
    private final DkimPlan plan;

    /** @param plan where the keys have to stand */
    public DkimCheck(Asking asking, DkimPlan plan) {
        this.asking = asking;
        this.plan = plan;
    }

    /**
     * What came out.
     *
     * @param keyNames where usable keys stand
     */
    public record Outcome(Judgement judgement, List<DnsEntry> found, List<String> keyNames) {
        public Outcome {
            found = List.copyOf(found);
            keyNames = List.copyOf(keyNames);
        }
    }

    /** Asks and judges; never fails. */
    public Uni<Outcome> run() {
        return Uni.combine()
                .all()
                .unis(find(plan.selectors()), find(plan.instead()))
                .with(this::outcome);
    }

    private Outcome outcome(List<SelectorFinding> first, List<SelectorFinding> instead) {
        boolean useInstead = !first.isEmpty()
                && first.stream().allMatch(SelectorFinding::isAbsent)
                && instead.stream().anyMatch(SelectorFinding::isGood);
        List<SelectorFinding> counted =
                useInstead ? instead.stream().filter(SelectorFinding::isGood).toList() : first;
        Judgement judgement = judge(counted);
        return new Outcome(
                useInstead ? judgement.with(plan.insteadHint()) : judgement,
                counted.stream().flatMap(DkimCheck::entries).toList(),
                counted.stream()
                        .filter(SelectorFinding::isGood)
                        .map(SelectorFinding::name)
                        .toList());
    }

    private Judgement judge(List<SelectorFinding> all) {
        boolean noneThere = all.stream().allMatch(SelectorFinding::isAbsent);
        if (noneThere) {
            return plan.unknown() != null
                    ? new Judgement(Verdict.UNKNOWN, plan.unknown())
                    : new Judgement(
                            Verdict.MISSING,
                            "There is no DKIM key at any selector of the provider; enter what is expected.");
        }
        boolean oneIsGood = all.stream().anyMatch(SelectorFinding::isGood);
        var findings = new Findings();
        for (SelectorFinding one : all) {
            judge(one, oneIsGood, findings);
        }
        return findings.judge();
    }

    private void judge(SelectorFinding one, boolean oneIsGood, Findings findings) {
        switch (one.state()) {
            case State.Good(List<String> remarks) -> remarks.forEach(findings::remark);
            case State.Faulty(String why) ->
                findings.fault("The DKIM record at " + one.name() + " is of no use: " + why + ".");
            case State.Unread(String reason) ->
                findings.doubt("DNS did not say what stands at " + one.name() + ": " + reason + ".");
            case State.Absent absent ->
                findings.fault(
                        "At " + one.name() + " stands no DKIM key, and the provider may sign with it; enter it.");
            case State.NoKeyBehindAlias alias -> {
                if (leadsToProvider(one)) {
                    if (!(plan.oneIsEnough() && oneIsGood)) {
                        findings.fault("The alias " + one.name()
                                + " is right, but there is no key behind it: switch DKIM signing on at the provider.");
                    }
                } else {
                    findings.fault("The alias " + one.name() + " leads to "
                            + one.aliases().getLast() + ", where there is no key: its target is wrong.");
                }
            }
        }
    }

    private boolean leadsToProvider(SelectorFinding one) {
        String target = plan.target();
        return target != null && one.aliases().stream().anyMatch(alias -> alias.endsWith(target));
    }

    private Uni<List<SelectorFinding>> find(List<DkimPlan.Selector> selectors) {
        List<Uni<SelectorFinding>> all = selectors.stream().map(this::find).toList();
        return all.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join().all(all).andFailFast();
    }

    /** Looks at all names of a selector; the first at which something stands counts. */
    private Uni<SelectorFinding> find(DkimPlan.Selector selector) {
        List<Uni<SelectorFinding>> places = selector.names().stream()
                .map(name -> asking.txt(name).map(reply -> finding(name, reply)))
                .toList();
        return Uni.join().all(places).andFailFast().map(found -> found.stream()
                .filter(one -> !one.isAbsent())
                .findFirst()
                .orElse(found.getFirst()));
    }

    private static SelectorFinding finding(String name, Reply reply) {
        return switch (reply) {
            case Reply.Unanswered(String reason) ->
                new SelectorFinding(name, new State.Unread(reason), List.of(), List.of());
            case Reply.BrokenAlias(List<String> aliases) ->
                new SelectorFinding(name, new State.Faulty("its aliases lead in a circle"), List.of(), aliases);
            case Reply.Nothing(List<String> aliases, boolean validated) ->
                new SelectorFinding(
                        name,
                        aliases.isEmpty() ? new State.Absent() : new State.NoKeyBehindAlias(),
                        List.of(),
                        aliases);
            case Reply.Records records -> records(name, records);
        };
    }

    private static SelectorFinding records(String name, Reply.Records records) {
        List<String> texts = new ArrayList<>();
        List<DkimKey> keys = new ArrayList<>();
        for (String text : records.values()) {
            DkimKey key = DkimKeyReader.read(text);
            if (!(key instanceof DkimKey.NoKey)) {
                texts.add(text);
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            State none = records.aliases().isEmpty() ? new State.Absent() : new State.NoKeyBehindAlias();
            return new SelectorFinding(name, none, List.of(), records.aliases());
        }
        State state = keys.size() > 1
                ? new State.Faulty("there are several, and receivers may take any of them")
                : state(keys.getFirst());
        return new SelectorFinding(name, state, texts, records.aliases());
    }

    private static State state(DkimKey key) {
        return switch (key) {
            case DkimKey.Usable usable -> new State.Good(usable.remarks());
            case DkimKey.Revoked revoked ->
                new State.Faulty("its key was revoked (p= is empty); publish the current one");
            case DkimKey.Unusable(String why) -> new State.Faulty(why);
            case DkimKey.NoKey none -> new State.Absent();
        };
    }

    private static Stream<DnsEntry> entries(SelectorFinding one) {
        if (!one.aliases().isEmpty()) {
            return Stream.of(new DnsEntry(one.name(), "CNAME", one.aliases().getFirst()));
        }
        return one.published().stream().map(text -> new DnsEntry(one.name(), "TXT", text));
    }
}
