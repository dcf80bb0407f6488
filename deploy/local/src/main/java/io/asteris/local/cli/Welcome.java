package io.asteris.local.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/** What a person reads when everything runs: where it is, the key, and a call to paste. */
final class Welcome {
    private Welcome() {}

    static void print(PrintWriter out, Map<String, String> env, Path data) {
        out.print("""
                Asteris runs.

                  Console   %1$s/
                  Site key  %2$s
                  Inbox     %3$s/messages
                  Scripts   . %4$s/env

                Send a first message:

                  curl -sS %1$s/wp-json/asteris/v1/smtp/send \\
                    -H 'Authorization: Bearer %2$s' \\
                    -H 'Content-Type: application/json' \\
                    -d '{"to":["you@example.com"],"subject":"Hello","text":"It works."}'

                """.formatted(env.get("ASTERIS_URL"), env.get("ASTERIS_KEY"), env.get("ASTERIS_INBOX_URL"), data));
        out.flush();
    }
}
