package io.asteris.gateway.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Body;
import io.asteris.platform.http.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a test send, whose subject and body have defaults, so that an address is all that is needed. */
final class TestReader {
    static final String DEFAULT_SUBJECT = "Asteris SMTP test";
    private static final String DEFAULT_TEXT =
            "This is a test of your mail settings. If you can read it, your site can send mail through Asteris.";
    private static final String DEFAULT_HTML = "<!doctype html><html><body><p>" + DEFAULT_TEXT + "</p></body></html>";
    private static final int MAX_FIELDS = 16;

    private final JsonParser parser;
    private final Findings findings = new Findings();
    private final JsonValues values;
    private final DecodedSize size;
    private final AddressFields addresses;
    private final OptionFields options;

    private String subject = DEFAULT_SUBJECT;
    private @Nullable String body;
    private boolean html = true;

    TestReader(JsonParser parser, ReadingRules rules) {
        this.parser = parser;
        this.values = new JsonValues(parser, findings);
        this.size = new DecodedSize(rules.maxDecodedOctets());
        this.addresses = new AddressFields(parser, values, findings, "");
        this.options = new OptionFields(values, findings, rules, "");
    }

    SendRequest read() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            throw ProblemException.invalid("", "a test is a JSON object");
        }
        values.members("", MAX_FIELDS, (pointer, name, index) -> field(pointer, name));
        return finish();
    }

    private void field(String pointer, String name) throws IOException {
        switch (name) {
            case "to" -> addresses.readRecipients(RecipientField.TO, pointer);
            case "subject" -> subject(pointer);
            case "body" -> body(pointer);
            case "format" -> format(pointer);
            case "provider" -> options.readProvider(pointer);
            default -> values.unknown(pointer);
        }
    }

    private void subject(String pointer) throws IOException {
        String given = values.text(pointer);
        if (given != null
                && !given.isBlank()
                && Texts.header(findings, pointer, given, MessageReader.MAX_SUBJECT_OCTETS)) {
            subject = given;
        }
    }

    private void body(String pointer) throws IOException {
        String given = values.text(pointer);
        if (given != null && !given.isEmpty() && Texts.bodyOctets(findings, pointer, given) > 0) {
            body = given;
        }
    }

    private void format(String pointer) throws IOException {
        String given = values.text(pointer);
        if (given == null) {
            return;
        }
        html = given.equals("html");
        if (!html && !given.equals("text")) {
            findings.add(pointer, "html or text is expected here");
        }
    }

    private SendRequest finish() {
        var recipients = addresses.recipients();
        if (!findings.isEmpty()) {
            throw findings.problem();
        }
        String content = body == null ? (html ? DEFAULT_HTML : DEFAULT_TEXT) : body;
        size.add(Math.max(0, Texts.bodyOctets(findings, "/body", content)));
        return new SendRequest(
                null,
                recipients,
                List.of(),
                subject,
                html ? new Body(content, null) : new Body(null, content),
                List.of(),
                List.of(),
                "",
                List.of(),
                new TreeMap<>(),
                null,
                null,
                null,
                false,
                null,
                options.provider(),
                size.octets());
    }
}
