package io.asteris.deliverability.spf;

import io.asteris.deliverability.spf.Directive.Kind;
import io.asteris.deliverability.spf.SpfNode.Branch;
import io.asteris.deliverability.spf.SpfNode.State;
import io.asteris.deliverability.verdict.Findings;
import java.util.ArrayList;
import java.util.List;

/** Walks a whole tree once and gathers what it allows, what it costs a receiver, and what is wrong with it. */
final class SpfTree {
    /** RFC 7208 4.6.4. */
    private static final int MOST_LOOKUPS = 10;

    private static final int MOST_VOIDS = 2;

    private final SpfNeed need;
    private final Findings findings;
    private final List<Network> allowed = new ArrayList<>();
    private int lookups;
    private int voids;
    private boolean included;

    SpfTree(SpfNeed need, Findings findings) {
        this.need = need;
        this.findings = findings;
    }

    /** Walks from the domain that was asked about, whose record is readable. */
    static SpfTree of(SpfNode root, SpfNeed need, Findings findings) {
        var tree = new SpfTree(need, findings);
        tree.walk(root, true);
        tree.judgeCost();
        if (root.state() instanceof State.One(SpfRecord spf, List<Branch> branches, SpfNode redirect)) {
            tree.judgeEnd(spf, redirect);
        }
        return tree;
    }

    /** Whether the provider's name is included with the qualifier {@code +} all the way. */
    boolean includesProvider() {
        return included;
    }

    /** The ranges from which anybody may send. */
    List<Network> allowed() {
        return List.copyOf(allowed);
    }

    private void walk(SpfNode node, boolean passes) {
        if (!(node.state() instanceof State.One(SpfRecord spf, List<Branch> branches, SpfNode redirect))) {
            return;
        }
        for (Branch branch : branches) {
            lookups += branch.directive().kind().countsAsLookup() ? 1 : 0;
            take(branch, node.domain(), passes && branch.directive().passes());
        }
        if (redirect != null) {
            lookups++;
            judgeTarget(redirect, "The redirect");
            included |= passes && need.isIncludedBy(redirect.domain());
            walk(redirect, passes);
        }
    }

    private void take(Branch branch, String domain, boolean passes) {
        Directive directive = branch.directive();
        if (passes && directive.matchesAll()) {
            findings.fault("The SPF record of " + domain + " allows everybody (\"+all\" or a range /0);"
                    + " end it with \"~all\" or \"-all\".");
        }
        if (directive.kind() == Kind.PTR) {
            findings.remark("\"ptr\" is slow and many receivers ignore it (RFC 7208 5.5); list the hosts instead.");
        }
        if (directive.hasMacro()) {
            findings.remark("A term with a macro (%{…}) can be judged only with a message, so it is not counted as"
                    + " allowing the provider.");
        }
        switch (branch) {
            case Branch.Leaf leaf -> {
                if (passes && directive.network() != null) {
                    allowed.add(directive.network());
                }
            }
            case Branch.Hosts hosts -> take(hosts, passes);
            case Branch.Included(Directive inner, SpfNode node) -> {
                judgeTarget(node, "\"include:" + node.domain() + "\"");
                if (need.isIncludedBy(node.domain()) && inner.qualifier() != Directive.Qualifier.PASS) {
                    findings.fault("\"include:" + node.domain() + "\" stands there with another qualifier than \"+\","
                            + " so it does not allow " + need.who() + "; remove the sign before it.");
                }
                included |= passes && need.isIncludedBy(node.domain());
                walk(node, passes);
            }
        }
    }

    private void take(Branch.Hosts hosts, boolean passes) {
        voids += hosts.voids();
        if (hosts.unread() != null) {
            findings.doubt("A host that the SPF record names could not be looked up: " + hosts.unread() + ".");
        }
        if (hosts.tooMany()) {
            findings.fault("More than ten addresses stand behind an \"mx\" of the SPF record, an error for receivers"
                    + " (RFC 7208 4.6.4).");
        }
        if (passes) {
            allowed.addAll(hosts.networks());
        }
    }

    /** A target that is no record makes the whole record an error, but for one that could not be asked. */
    private void judgeTarget(SpfNode node, String what) {
        switch (node.state()) {
            case State.One one -> {}
            case State.None none -> {
                voids++;
                findings.fault(
                        what + " leads to " + node.domain()
                                + ", which has no SPF record; receivers take the whole record for broken. Remove or correct it.");
            }
            case State.Several several ->
                findings.fault(what + " leads to " + node.domain() + ", which has several SPF records.");
            case State.Broken(String why) ->
                findings.fault(what + " leads to " + node.domain() + ", whose SPF record is broken: " + why + ".");
            case State.Loop loop -> findings.fault(what + " leads back to " + node.domain() + ", in a circle.");
            case State.Unread(String reason) ->
                findings.doubt("The SPF record of " + node.domain() + " could not be read: " + reason + ".");
            case State.NotAsked notAsked ->
                findings.remark(what + " names a domain that only a message could tell, or one too many to ask.");
        }
    }

    private void judgeCost() {
        if (lookups > MOST_LOOKUPS) {
            findings.fault("The SPF record costs " + lookups
                    + " look-ups, more than the ten that receivers make; remove includes that are not needed.");
        }
        if (voids > MOST_VOIDS) {
            findings.fault(voids + " names in the SPF record lead nowhere, more than the two that receivers bear;"
                    + " remove them.");
        }
    }

    private void judgeEnd(SpfRecord spf, @org.jspecify.annotations.Nullable SpfNode redirect) {
        if (spf.reachable().size() < spf.directives().size()) {
            findings.fault("What stands behind \"all\" in the SPF record is never reached; move \"all\" to the end.");
        }
        if (spf.redirect() != null && spf.all().isPresent()) {
            findings.remark("The redirect does not count, because the record has an \"all\".");
        }
        boolean open = spf.all()
                .map(all -> all.qualifier() == Directive.Qualifier.NEUTRAL)
                .orElse(redirect == null);
        if (open) {
            findings.remark("The SPF record says nothing of other senders; end it with \"~all\" or \"-all\".");
        }
    }
}
