package io.asteris.local.cli;

import io.asteris.local.Refusal;
import io.asteris.local.set.Checkout;
import io.asteris.local.set.LocalSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What {@code up --detach} leaves behind; says nothing, because what it says lands in a log. */
@Command(name = "supervise", hidden = true)
final class SuperviseCommand implements Callable<Integer> {
    @Mixin
    UpOptions options = new UpOptions();

    @Override
    public Integer call() {
        LocalSet set = LocalSet.claim(Checkout.current(), options.toSetOptions())
                .orElseThrow(() -> new Refusal("A set runs in " + options.where.data + " already."));
        Foreground.start(set);
        Foreground.await();
        return 0;
    }
}
