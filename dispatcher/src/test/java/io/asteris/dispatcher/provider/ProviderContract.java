package io.asteris.dispatcher.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.provider.SeenMail.File;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every provider does, whatever it speaks. A new one extends this and says how its other side is played. */
@Timeout(60)
public abstract class ProviderContract {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private Rig rig;

    /** A provider with its other side. */
    protected abstract Rig open();

    /** Whether it gives each message an id of its own. */
    protected boolean namesMessages() {
        return true;
    }

    @BeforeEach
    void openRig() {
        rig = open();
    }

    @AfterEach
    void closeRig() throws Exception {
        rig.close();
    }

    @Test
    void whatItTakesIsTakenUnderTheProvidersId() {
        assertThat(send(TestMessage.plain())).isInstanceOfSatisfying(Answer.Taken.class, taken -> {
            assertThat(taken.simulated()).isFalse();
            assertThat(taken.recipients()).isEmpty();
            if (namesMessages()) {
                assertThat(taken.providerMessageId()).isNotBlank();
            }
        });
        assertThat(rig.seen()).hasSize(1);
    }

    @Test
    void aRichMessageArrivesAsItWasWritten() {
        // When
        assertThat(send(TestMessage.rich().outgoing())).isInstanceOf(Answer.Taken.class);

        // Then
        SeenMail seen = rig.seen().getFirst();
        assertThat(seen.from()).isEqualTo("Größe, Söhne & Co <shop@example.org>");
        assertThat(seen.replyTo()).containsExactly("Büro <office@example.org>");
        assertThat(seen.to()).containsExactly("Änne Müller <anna@example.com>", "bob@example.com");
        assertThat(seen.cc()).containsExactly("Carol \"C\" O'Neil <carol@example.com>");
        assertThat(seen.bcc()).containsExactly("dave@example.com");
        assertThat(seen.subject()).isEqualTo("Ihre Bestellung Nº 7 – danke 🎉");
        assertThat(seen.text().replace("\r\n", "\n").strip()).isEqualTo("Grüße, Ihr Laden\nZweite Zeile");
        assertThat(seen.html().strip()).isEqualTo("<p>Grüße <img src=\"cid:logo\"></p>");
        assertThat(seen.headers())
                .containsEntry("x-order", "A–7")
                .containsEntry("list-unsubscribe", "<https://shop.example.org/u?x=1>")
                .containsEntry("list-unsubscribe-post", "List-Unsubscribe=One-Click")
                .containsEntry("message-id", "<" + TestMessage.ID.text() + "@example.org>");
        assertThat(seen.correlation()).isEqualTo(TestMessage.ID.text());
        assertThat(seen.files())
                .extracting(File::contentId, File::digest, File::size)
                .containsExactlyInAnyOrder(
                        digest("", TestMessage.octets(100_000)),
                        digest("", "Grüße\n".getBytes(StandardCharsets.UTF_8)),
                        digest("logo", TestMessage.octets(700)));
        assertThat(seen.files()).extracting(File::name).contains("Rechnung März.pdf", "notiz.txt");
    }

    @Test
    void bccStandsInNoHeader() {
        send(TestMessage.rich().outgoing());

        assertThat(rig.shown()).doesNotContain("dave@example.com");
    }

    @Test
    void aMessageToBccAloneGoesOut() {
        // When
        var bcc = new TestMessage().bcc("dave@example.com").bcc("eve@example.com");
        assertThat(send(bcc.outgoing())).isInstanceOf(Answer.Taken.class);

        // Then
        assertThat(rig.reached()).containsExactlyInAnyOrder("dave@example.com", "eve@example.com");
    }

    @Test
    void whoIsNotOwedItDoesNotGetIt() {
        // When
        send(new TestMessage()
                .to("anna@example.com")
                .skipped()
                .to("bob@example.com")
                .cc("carol@example.com")
                .skipped()
                .outgoing());

        // Then
        assertThat(rig.reached()).containsExactly("bob@example.com");
    }

    @Test
    void whatItRefusesForGoodIsRefused() {
        rig.next(Ordered.REFUSE);

        assertThat(send(TestMessage.plain())).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void whatItCannotTakeNowIsNotTaken() {
        rig.next(Ordered.LATER);

        assertThat(send(TestMessage.plain()))
                .isInstanceOfSatisfying(Answer.NotTaken.class, notTaken -> assertThat(notTaken.cause())
                        .isIn(Cause.TRANSIENT, Cause.THROTTLED));
    }

    @Test
    void aLostAnswerIsUnknownAndNothingIsRepeated() {
        rig.next(Ordered.LOSE);

        assertThat(send(TestMessage.plain())).isInstanceOf(Answer.Unknown.class);
        assertThat(rig.seen()).hasSize(1);
    }

    @Test
    void whereNobodyAnswersNothingIsTaken() {
        assertThat(wait(rig.nowhere().send(TestMessage.plain())))
                .isInstanceOfSatisfying(Answer.NotTaken.class, notTaken -> assertThat(notTaken.cause())
                        .isEqualTo(Cause.TRANSIENT));
    }

    @Test
    void credentialsThatDoNotWorkAreAMatterOfConfiguration() {
        assertThat(wait(rig.locked().send(TestMessage.plain())))
                .isInstanceOfSatisfying(Answer.NotTaken.class, notTaken -> assertThat(notTaken.cause())
                        .isEqualTo(Cause.CONFIGURATION));
    }

    @Test
    void aCheckThatWorksSendsNothing() {
        assertThat(wait(rig.provider().check())).satisfies(check -> {
            assertThat(check.words()).isNotBlank();
            assertThat(check.works()).as(check.words()).isTrue();
        });
        assertThat(rig.seen()).isEmpty();
    }

    @Test
    void aCheckSaysThatCredentialsDoNotWork() {
        assertThat(wait(rig.locked().check())).satisfies(check -> {
            assertThat(check.words()).isNotBlank();
            assertThat(check.works()).as(check.words()).isFalse();
        });
    }

    private Answer send(Outgoing message) {
        return wait(rig.provider().send(message));
    }

    private static <T> T wait(Uni<T> uni) {
        return uni.await().atMost(BOUND);
    }

    private static Tuple digest(String contentId, byte[] octets) {
        File file = File.of("", contentId, octets);
        return tuple(file.contentId(), file.digest(), file.size());
    }

    /** What the other side is told to do with the next message; without orders it takes all. */
    public enum Ordered {
        REFUSE,
        LATER,
        LOSE
    }

    /** A provider and its other side. */
    public interface Rig extends AutoCloseable {
        Provider provider();

        /** The same with credentials that the other side does not take. */
        Provider locked();

        /** One whose other side is not there. */
        Provider nowhere();

        void next(Ordered order);

        /** Everything that was handed in to be sent, whatever was answered. */
        List<SeenMail> seen();

        /** What recipients of the last message would see of its headers. */
        String shown();

        /** The addresses that the last message goes to. */
        List<String> reached();
    }
}
