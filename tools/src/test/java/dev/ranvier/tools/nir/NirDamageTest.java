package dev.ranvier.tools.nir;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.api.DatasetCreationOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Damaged NIR files")
class NirDamageTest {

    @Test
    @DisplayName("1,200 damaged copies each get a verdict, without exception and without hanging")
    void damagedCopies() throws IOException {
        byte[] plain = NirFile.plain()
                .graph("inner", NirFile.plain())
                .chain("input", "inner", "output")
                .bytes();
        byte[] packed = NirFile.plain()
                .storage(DatasetCreationOptions.builder().shuffle().deflate().build())
                .bytes();
        byte[] foreign;
        try (InputStream stream = getClass().getResourceAsStream("other_types.nir")) {
            foreign = stream.readAllBytes();
        }
        byte[][] sound = {plain, packed, foreign};
        SplittableRandom random = new SplittableRandom(20260601);
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int copy = 0; copy < 1200; copy++) {
                byte[] damaged = damage(sound[copy % 3], random);
                NirReport report = NirReader.read(ByteBuffer.wrap(damaged), NirOptions.DEFAULT);
                int number = copy;
                assertTrue(report.verdict().matches("accept|(repair|refuse):[a-z0-9_+]+"), () -> "copy " + number);
                report.toJson();
            }
        });
    }

    /** One of: bytes changed, a block zeroed or filled, the end cut off, a block moved. */
    private static byte[] damage(byte[] sound, SplittableRandom random) {
        byte[] bytes = sound.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                for (int change = random.nextInt(1, 9); change > 0; change--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            case 1 -> {
                int from = random.nextInt(bytes.length);
                int to = Math.min(bytes.length, from + random.nextInt(1, 65));
                Arrays.fill(bytes, from, to, (byte) (random.nextBoolean() ? 0 : 0xFF));
            }
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            default -> {
                int length = random.nextInt(1, 65);
                System.arraycopy(
                        bytes,
                        random.nextInt(bytes.length - length),
                        bytes,
                        random.nextInt(bytes.length - length),
                        length);
            }
        }
        return bytes;
    }
}
