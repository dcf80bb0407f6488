package io.asteris.dispatcher.provider;

import java.util.ArrayList;
import java.util.List;

/** The forms of the six presets, with the hints that their owners need. */
final class PresetFields {
    private static final List<Field> SENDER = List.of(
            Field.email(
                    "from_email",
                    "An address of the site's own domain; it must match a sender, identity or domain that the provider has"
                            + " verified."),
            Field.text("from_name", false, "The site's name, as recipients see it."));

    private static final String REGIONS =
            "Such as us-east-1, eu-west-1 or ap-southeast-2; the region where SES is set up.";

    private static final Field REFRESH_TOKEN = Field.secret(
            "refresh_token",
            false,
            "Only to move an existing consent of the same client here; it spares the sign-in. Otherwise leave it empty and authorise.");
    private static final Field AUTHORISE_URL =
            Field.text("authorise_url", false, "Another origin for the consent screen; leave it empty.");
    private static final Field TOKEN_URL =
            Field.text("token_url", false, "Another origin for the token endpoint; leave it empty.");
    private static final Field BASE_URL = Field.text("base_url", false, "Another origin for the API; leave it empty.");

    static final List<Field> GMAIL = withSender(
            Field.text(
                    "client_id",
                    true,
                    "Of an OAuth client of type Web application in a Google Cloud project with the Gmail API switched on. Publish the"
                            + " project: in status Testing its consents end after 7 days."),
            Field.secret("client_secret", true, "The secret of that client."),
            Field.authorise(
                    "Sign in with the sending account and grant access. Personal Gmail takes about 500 mails a day,"
                            + " Google Workspace about 2000; for more use SendGrid, Mailgun or Amazon SES."),
            REFRESH_TOKEN,
            AUTHORISE_URL,
            TOKEN_URL,
            BASE_URL);

    static final List<Field> MICROSOFT365 = withSender(
            Field.text(
                    "client_id",
                    true,
                    "The application (client) id of an app registration with a redirect address of type Web."),
            Field.secret(
                    "client_secret",
                    true,
                    "The value, not the id, of a client secret of that registration. It expires; note when."),
            new Field(
                    "tenant",
                    Field.Type.TEXT,
                    false,
                    false,
                    "common",
                    List.of(),
                    "The organisation's tenant id or domain; common for any account, consumers for Outlook.com, Hotmail and Live."),
            Field.authorise(
                    "Sign in with the sending account (Microsoft 365, Outlook.com, Hotmail or Live) and grant Mail.Send."),
            REFRESH_TOKEN,
            AUTHORISE_URL,
            TOKEN_URL,
            BASE_URL);

    static final List<Field> SENDGRID = withSender(
            Field.secret(
                    "api_key",
                    true,
                    "Settings > API Keys > Create, with the scope Mail Send only. SendGrid shows the key once. From email is a"
                            + " verified Sender Identity."),
            Field.choice(
                    "region",
                    false,
                    "global",
                    List.of("global", "eu"),
                    "eu for a key of an EU regional subuser; a key works in its own region only."),
            BASE_URL);

    static final List<Field> MAILGUN = withSender(
            Field.secret("api_key", true, "The private API key, from Settings > API Keys."),
            Field.choice("region", true, "us", List.of("us", "eu"), "Must be the region of the Mailgun account."),
            Field.text("domain", true, "The verified domain, from Sending > Domains. From email is on it."),
            BASE_URL);

    static final List<Field> SES = withSender(
            Field.text(
                    "access_key_id",
                    true,
                    "Of an IAM user with AmazonSESFullAccess or, better, less. Ask for production access first: the sandbox sends"
                            + " to verified addresses only."),
            Field.secret("secret_access_key", true, "The secret of that access key."),
            Field.text("region", true, REGIONS),
            Field.text(
                    "configuration_set",
                    false,
                    "The one whose events are told to us, asteris-suppressions for example; leave it empty when the identity has it"
                            + " as its default."),
            Field.text("endpoint", false, "Another origin for the API; leave it empty."));

    static final List<Field> SMTP = withSender(
            Field.text(
                    "host",
                    true,
                    "For example smtp.sendgrid.net, mail.privateemail.com or email-smtp.us-east-1.amazonaws.com."),
            Field.number(
                    "port",
                    587,
                    "587 with STARTTLS is the default; 465 is for TLS from the first byte. 25 is plain text and refused."),
            Field.choice(
                    "encryption",
                    false,
                    "starttls",
                    List.of("starttls", "tls", "none"),
                    "starttls (mostly called TLS, port 587) or tls (mostly called SSL, port 465). none only towards a host that"
                            + " the operator allowed."),
            Field.text("username", false, "Mostly the full e-mail address, sometimes another name: see the provider."),
            Field.secret(
                    "password",
                    false,
                    "An API key or a generated app password, never the account's own password. App passwords are made in the"
                            + " account's security settings."));

    private PresetFields() {}

    private static List<Field> withSender(Field... own) {
        List<Field> fields = new ArrayList<>(List.of(own));
        fields.addAll(SENDER);
        return List.copyOf(fields);
    }
}
