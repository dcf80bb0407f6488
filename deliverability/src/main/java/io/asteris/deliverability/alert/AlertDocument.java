package io.asteris.deliverability.alert;

import io.asteris.contract.EmailAddress;
import io.asteris.deliverability.channel.Channel;
import io.asteris.deliverability.channel.HookSecret;
import io.asteris.platform.http.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings as the API shows them.
 *
 * @param recipient the effective one; absent when there is none
 */
record AlertDocument(List<Rule> rules, @Nullable String recipient, List<ChannelDocument> channels) {
    private static final String SET = "set";
    private static final int MOST_CHANNELS = 5;
    private static final int LONGEST_URL = 2_000;
    private static final Duration ROTATION = Duration.ofHours(24);

    AlertDocument {
        rules = List.copyOf(rules);
        channels = List.copyOf(channels);
    }

    /** A channel; a secret is shown once, when it was made, and is {@code set} afterwards. */
    record ChannelDocument(
            Channel.Type type,
            @Nullable String url,
            Channel.@Nullable Format format,
            @Nullable String secret) {}

    /** The document with secrets left out. */
    static AlertDocument of(AlertSettings settings, @Nullable String admin) {
        return new AlertDocument(
                settings.rules(),
                settings.recipient() == null ? admin : settings.recipient(),
                settings.channels().stream()
                        .map(channel -> new ChannelDocument(
                                channel.type(),
                                channel.url() == null ? null : channel.url().toString(),
                                channel.format(),
                                channel.secret() == null ? null : SET))
                        .toList());
    }

    /** The same with the secrets that were made just now. */
    AlertDocument showing(List<Channel> channels, List<Channel> before) {
        List<ChannelDocument> shown = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            Channel channel = channels.get(i);
            boolean known = channel.secret() == null
                    || before.stream().anyMatch(one -> channel.secret().equals(one.secret()));
            ChannelDocument document = this.channels.get(i);
            shown.add(
                    known
                            ? document
                            : new ChannelDocument(
                                    document.type(), document.url(), document.format(), channel.secret()));
        }
        return new AlertDocument(rules, recipient, shown);
    }

    /** What a caller puts. */
    record Wanted(
            @Nullable List<Rule.Wanted> rules,
            @Nullable String recipient,
            @Nullable List<ChannelWanted> channels) {

        AlertSettings complete(AlertSettings before, @Nullable String admin, Instant now) {
            return new AlertSettings(allRules(), address(admin), allChannels(before.channels(), now));
        }

        /** One rule of each kind: what is absent takes its default. */
        private List<Rule> allRules() {
            List<Rule> wanted = new ArrayList<>();
            List<Rule.Wanted> given = rules == null ? List.of() : rules;
            for (int i = 0; i < given.size(); i++) {
                Rule rule = given.get(i).complete("/rules/" + i);
                if (wanted.stream().anyMatch(other -> other.kind() == rule.kind())) {
                    throw ProblemException.invalid("/rules/" + i + "/kind", "this kind stands there twice");
                }
                wanted.add(rule);
            }
            return Rule.DEFAULTS.stream()
                    .map(standard -> wanted.stream()
                            .filter(rule -> rule.kind() == standard.kind())
                            .findFirst()
                            .orElse(standard))
                    .toList();
        }

        private @Nullable String address(@Nullable String admin) {
            if (recipient == null || recipient.equals(admin)) {
                return null;
            }
            try {
                return EmailAddress.of(recipient).text();
            } catch (IllegalArgumentException notAnAddress) {
                throw ProblemException.invalid("/recipient", String.valueOf(notAnAddress.getMessage()));
            }
        }

        private List<Channel> allChannels(List<Channel> before, Instant now) {
            if (channels == null) {
                return List.of(Channel.EMAIL);
            }
            if (channels.isEmpty() || channels.size() > MOST_CHANNELS) {
                throw ProblemException.invalid("/channels", "there are 1 to " + MOST_CHANNELS + " channels");
            }
            List<Channel> all = new ArrayList<>();
            for (int i = 0; i < channels.size(); i++) {
                all.add(channels.get(i).complete("/channels/" + i, before, now));
            }
            return all;
        }
    }

    /** What a caller puts of one channel. */
    record ChannelWanted(
            Channel.@Nullable Type type,
            @Nullable String url,
            Channel.@Nullable Format format,
            @Nullable String secret) {

        Channel complete(String pointer, List<Channel> before, Instant now) {
            if (type == null) {
                throw ProblemException.invalid(pointer + "/type", "a channel is of the type email or webhook");
            }
            if (type == Channel.Type.EMAIL) {
                if (url != null || format != null || secret != null) {
                    throw ProblemException.invalid(pointer, "e-mail has neither url nor format nor secret");
                }
                return Channel.EMAIL;
            }
            URI target = target(pointer);
            Channel.Format form = Objects.requireNonNullElse(format, Channel.Format.STANDARD);
            if (form != Channel.Format.STANDARD) {
                if (secret != null) {
                    throw ProblemException.invalid(pointer + "/secret", "only the standard form is signed");
                }
                return new Channel(type, target, form, null, null, null);
            }
            Optional<Channel> known = before.stream()
                    .filter(one -> target.equals(one.url()) && one.format() == form)
                    .findFirst();
            return withSecret(pointer, new Channel(type, target, form, null, null, null), known, now);
        }

        private Channel withSecret(String pointer, Channel bare, Optional<Channel> known, Instant now) {
            if (secret == null || secret.equals(SET)) {
                return known.orElseGet(() -> with(bare, HookSecret.mint(), null, null));
            }
            if (!HookSecret.isOne(secret)) {
                throw ProblemException.invalid(
                        pointer + "/secret",
                        "a secret is whsec_ and Base64 of 24 to 64 octets; leave it out to get one");
            }
            if (known.isPresent() && secret.equals(known.get().secret())) {
                return known.get();
            }
            return with(
                    bare,
                    secret,
                    known.map(Channel::secret).orElse(null),
                    known.isPresent() ? now.plus(ROTATION) : null);
        }

        private static Channel with(Channel bare, String secret, @Nullable String former, @Nullable Instant until) {
            return new Channel(bare.type(), bare.url(), bare.format(), secret, former, until);
        }

        private URI target(String pointer) {
            try {
                if (url != null && url.length() <= LONGEST_URL) {
                    var target = new URI(url);
                    boolean web =
                            "https".equalsIgnoreCase(target.getScheme()) || "http".equalsIgnoreCase(target.getScheme());
                    if (web
                            && target.getHost() != null
                            && target.getUserInfo() == null
                            && target.getFragment() == null) {
                        return target;
                    }
                }
            } catch (URISyntaxException notAUrl) {
                // Falls through to the one answer for every bad address.
            }
            throw ProblemException.invalid(pointer + "/url", "a hook has an https address without user and fragment");
        }
    }
}
