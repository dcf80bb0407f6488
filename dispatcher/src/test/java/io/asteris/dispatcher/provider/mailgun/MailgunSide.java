package io.asteris.dispatcher.provider.mailgun;

import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.ApiRig;
import io.asteris.dispatcher.provider.FakeApi;
import io.asteris.dispatcher.provider.FakeApi.Asked;
import io.asteris.dispatcher.provider.SeenMail;
import io.asteris.dispatcher.provider.SeenMail.File;
import io.asteris.dispatcher.provider.api.ApiProvider;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Mailgun's side, as its documentation tells it. */
final class MailgunSide {
    private static final AnswerRow NOTHING_TO_SEND = new AnswerRow(
            "mailgun", "no-from", 400, Map.of(), "{\"message\":\"from parameter is missing\"}", "PERMANENT");

    private MailgunSide() {}

    static ApiRig rig() {
        var api = new FakeApi(asked -> isSend(asked) ? AnswerRow.of("mailgun", "queued") : NOTHING_TO_SEND);
        return new ApiRig(
                api,
                origin -> new ApiProvider(api.http(), new MailgunApi(origin, "mg.example.com", "key-test")),
                AnswerRow.of("mailgun", "unauthorized"),
                List.of(AnswerRow.of("mailgun", "bad-address"), AnswerRow.of("mailgun", "rate")),
                MailgunSide::isSend,
                MailgunSide::read);
    }

    static boolean isSend(Asked asked) {
        return FormPart.read(asked.header("content-type"), asked.body()).stream()
                .anyMatch(part -> part.name().equals("from"));
    }

    static SeenMail read(Asked asked) {
        List<FormPart> parts = FormPart.read(asked.header("content-type"), asked.body());
        Map<String, String> headers = new HashMap<>();
        parts.stream()
                .filter(part -> part.name().startsWith("h:"))
                .forEach(part -> headers.put(part.name().substring(2).toLowerCase(Locale.ROOT), decoded(part.text())));
        return new SeenMail(
                people(parts, "from").getFirst(),
                people(parts, "h:Reply-To"),
                people(parts, "to"),
                people(parts, "cc"),
                people(parts, "bcc"),
                text(parts, "subject"),
                text(parts, "text"),
                text(parts, "html"),
                headers,
                parts.stream()
                        .filter(part -> !part.filename().isEmpty())
                        .map(part -> File.of(
                                part.filename(),
                                part.name().equals("inline") ? part.filename() : "",
                                part.octets().getBytes()))
                        .toList(),
                text(parts, "v:asteris_message_id"));
    }

    private static String text(List<FormPart> parts, String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .map(FormPart::text)
                .findFirst()
                .orElse("");
    }

    /** With the quotes around a name undone. */
    private static List<String> people(List<FormPart> parts, String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .map(part -> part.text()
                        .replaceAll("^\"(.*)\" <", "$1 <")
                        .replace("\\\"", "\"")
                        .replace("\\\\", "\\"))
                .toList();
    }

    private static String decoded(String header) {
        try {
            return MimeUtility.decodeText(header);
        } catch (UnsupportedEncodingException unknown) {
            throw new AssertionError(unknown);
        }
    }
}
