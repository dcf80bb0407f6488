package io.asteris.log.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.log.pack.Dictionary;
import io.asteris.log.pack.Sample;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DictionaryTrialTest {
    private static final Random RANDOM = new Random(11);

    @Test
    void mailWithAFrameOfItsOwnGetsADictionaryThatLeavesLittleOfIt() {
        // Given
        List<Sample> samples = mail(shop("Harbour"), 200);

        // When
        var better = DictionaryTrial.of(samples, null);

        // Then
        assertThat(better).hasValueSatisfying(found -> {
            assertThat(found.percent()).isLessThan(30);
            assertThat(found.octets().length).isBetween(500, 32 * 1024);
        });
    }

    @Test
    void oneThatPacksAboutAsWellAsThePresentOneIsNotUsed() {
        // Given
        Dictionary present = dictionary("Harbour");

        // When
        var better = DictionaryTrial.of(mail(shop("Harbour"), 200), present);

        // Then
        assertThat(better).isEmpty();
    }

    @Test
    void aNewFrameGetsANewDictionary() {
        // Given
        Dictionary present = dictionary("Harbour");

        // When
        var better = DictionaryTrial.of(mail(shop("Station"), 200), present);

        // Then
        assertThat(better).isPresent();
    }

    @Test
    void mailThatHasNothingInCommonGetsNone() {
        // Given
        List<Sample> strangers =
                IntStream.range(0, 200).mapToObj(i -> sample(i, words("", 60))).toList();

        // When
        var better = DictionaryTrial.of(strangers, null);

        // Then
        assertThat(better).isEmpty();
    }

    private static Dictionary dictionary(String street) {
        return Dictionary.of(
                DictionaryTrial.of(mail(shop(street), 200), null).orElseThrow().octets());
    }

    private static List<Sample> mail(String frame, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> sample(i, frame.replace("%s", words("item ", 5))))
                .toList();
    }

    /** Of the same words in every run, and of others for every name. */
    private static String shop(String name) {
        var random = new Random(name.hashCode());
        var frame = new StringBuilder("<html>");
        for (int i = 0; i < 100; i++) {
            frame.append(name).append(Integer.toString(random.nextInt(), 36)).append(i == 50 ? "%s" : "<br>");
        }
        return frame.toString();
    }

    private static String words(String before, int count) {
        var words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(before).append(Long.toString(RANDOM.nextLong(), 36)).append(' ');
        }
        return words.toString();
    }

    private static Sample sample(int i, String html) {
        return new Sample("person" + i, ("{\"html\":\"" + html + "\"}").getBytes(StandardCharsets.UTF_8));
    }
}
