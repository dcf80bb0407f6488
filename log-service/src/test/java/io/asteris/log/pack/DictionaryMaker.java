package io.asteris.log.pack;

import com.github.luben.zstd.ZstdDictTrainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the dictionary anew from the samples. A changed dictionary gets a new file name and the old one stays, or what was
 * packed with it cannot be read any more.
 *
 * <pre>java -cp … io.asteris.log.pack.DictionaryMaker log-service/src/main/resources/dictionaries</pre>
 */
public final class DictionaryMaker {
    private static final int BODIES_OCTETS = 32 * 1024;

    private DictionaryMaker() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Files.write(folder.resolve("bodies-1.zdict"), train(SampleTexts.bodies(4_000), BODIES_OCTETS));
    }

    private static byte[] train(List<String> samples, int octets) {
        List<byte[]> all = samples.stream()
                .map(sample -> sample.getBytes(StandardCharsets.UTF_8))
                .toList();
        var trainer = new ZstdDictTrainer(
                all.stream().mapToInt(sample -> sample.length).sum(), octets);
        all.forEach(trainer::addSample);
        return trainer.trainSamples();
    }
}
