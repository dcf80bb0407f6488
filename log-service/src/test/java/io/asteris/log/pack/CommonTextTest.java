package io.asteris.log.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommonTextTest {
    private static final int LARGE = 32 * 1024;
    private static final String FRAME =
            "<html><body style=\"margin:0\"><h1>Example Trading</h1>%s<hr>12 Harbour Street</body></html>";

    @Test
    void theFrameIsInItAndWhatIsSaidToEachIsNot() {
        // Given
        List<Sample> samples = IntStream.range(0, 50)
                .mapToObj(i -> sample("person" + i, FRAME.formatted("<p>Dear secret-name-" + secret(i) + "</p>")))
                .toList();

        // When
        String common = common(samples, 10);

        // Then
        assertThat(common).contains("<h1>Example Trading</h1><p>Dear secret-name-");
        assertThat(common).contains("</p><hr>12 Harbour Street</body></html>");
        for (int i = 0; i < 50; i++) {
            assertThat(common).doesNotContain(secret(i).substring(0, 6));
        }
    }

    @Test
    void whatIsSaidToOneRecipientManyTimesIsNotInIt() {
        // Given
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < 100; i++) {
            samples.add(sample("person" + i, FRAME.formatted("<p>Order " + secret(i) + "</p>")));
            samples.add(sample("anna", FRAME.formatted("<p>Anna, your diagnosis is in folder 17</p>")));
        }

        // When
        String common = common(samples, 10);

        // Then
        assertThat(common).contains("12 Harbour Street").doesNotContain("diagnosis", "Anna");
    }

    @Test
    void aTextInFewerMailsThanAskedForIsNotInItAndOneInEnoughIs() {
        // Given
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < 40; i++) {
            String voucher = i < 9 ? "the voucher of the nine is 4711-0815" : "";
            String sale = i < 10 ? "ten people are told of the summer sale" : "";
            samples.add(sample("person" + i, FRAME.formatted(secret(i) + voucher + secret(i) + sale + secret(i))));
        }

        // When
        String common = common(samples, 10);

        // Then
        assertThat(common).contains("ten people are told of the summer sale");
        assertThat(common).doesNotContain("the voucher of");
        assertThat(common).doesNotContain("4711");
    }

    @Test
    void everyPieceOfRandomTextsStandsInEnoughOfThem() {
        // Given
        var random = new Random(3);
        List<String> phrases =
                IntStream.range(0, 60).mapToObj(i -> "phrase " + secret(i)).toList();
        List<Sample> samples = IntStream.range(0, 80)
                .mapToObj(i -> sample(
                        "person" + i % 30,
                        IntStream.range(0, 8)
                                .mapToObj(j -> phrases.get(random.nextInt(60)))
                                .collect(Collectors.joining(" "))))
                .toList();

        // When
        byte[] common = CommonText.of(samples, 5, LARGE);

        // Then
        assertThat(common).isNotEmpty();
        for (String phrase : phrases) {
            Set<String> to = samples.stream()
                    .filter(sample -> text(sample.octets()).contains(phrase))
                    .map(Sample::recipient)
                    .collect(Collectors.toSet());
            assertThat(text(common).contains(phrase)).isEqualTo(to.size() >= 5);
        }
    }

    @Test
    void theMostCommonIsKeptWhereNotAllFits() {
        // Given
        List<Sample> samples = IntStream.range(0, 40)
                .mapToObj(i -> sample(
                        "person" + i,
                        (i % 2 == 0 ? "A" : "B").repeat(200) + secret(i) + "the common end of all of them"))
                .toList();

        // When
        String common = text(CommonText.of(samples, 10, 40));

        // Then
        assertThat(common).isEqualTo("the common end of all of them");
    }

    @Test
    void craftedTextsDoNotHoldItUp() {
        // Given
        byte[] spaces = new byte[CommonText.MOST_SAMPLED / 100];
        Arrays.fill(spaces, (byte) ' ');
        List<Sample> samples = IntStream.range(0, 100)
                .mapToObj(i -> new Sample("person" + i, spaces))
                .toList();

        // When
        long begin = System.nanoTime();
        byte[] common = CommonText.of(samples, 10, LARGE);

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        assertThat(common).isNotEmpty();
        assertThat(CommonText.of(List.of(), 10, LARGE)).isEmpty();
        assertThat(CommonText.of(List.of(sample("a", "short")), 1, LARGE)).isEmpty();
        assertThatThrownBy(
                        () -> CommonText.of(List.of(new Sample("a", new byte[CommonText.MOST_SAMPLED + 1])), 1, LARGE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String common(List<Sample> samples, int recipients) {
        return text(CommonText.of(samples, recipients, LARGE));
    }

    private static Sample sample(String recipient, String text) {
        return new Sample(recipient, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    /** Unlike every other. */
    private static String secret(int i) {
        return Long.toString(new Random(i).nextLong() >>> 1, 36);
    }
}
