package dev.ranvier.tools.run;

import dev.ranvier.hw.RanvierException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The test images of the digits example: 360 handwritten digits of 8 x 8 pixels with values 0..16 (UCI Optical
 * Recognition of Handwritten Digits, Alpaydin and Kaynak 1998, CC BY 4.0; taken from scikit-learn). Immutable.
 *
 * @param index number of the image in the whole data set
 * @param label the digit
 * @param pixels 64 values per image, row by row
 */
public record DigitImages(int[] index, int[] label, int[][] pixels) {
    /** Pixels of an image. */
    public static final int PIXELS = 64;

    /** Largest pixel value. */
    public static final int BRIGHTEST = 16;

    /** Ticks that an image is shown. */
    public static final int TICKS = 32;

    private static final String RESOURCE = "/examples/digits/test_images.csv";

    /** The images of the example. */
    public static DigitImages load() {
        try (InputStream in = DigitImages.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the build");
            }
            return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DigitImages read(BufferedReader reader) throws IOException {
        List<int[]> rows = new ArrayList<>();
        reader.readLine();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String[] cells = line.split(",", -1);
            if (cells.length != PIXELS + 2) {
                throw new RanvierException("test_images.csv:" + (rows.size() + 2) + " has " + cells.length
                        + " cells, needed: " + (PIXELS + 2));
            }
            int[] row = new int[cells.length];
            for (int i = 0; i < cells.length; i++) {
                row[i] = Integer.parseInt(cells[i].strip());
            }
            rows.add(row);
        }
        int[] index = rows.stream().mapToInt(row -> row[0]).toArray();
        int[] label = rows.stream().mapToInt(row -> row[1]).toArray();
        int[][] pixels = rows.stream()
                .map(row -> java.util.Arrays.copyOfRange(row, 2, row.length))
                .toArray(int[][]::new);
        return new DigitImages(index, label, pixels);
    }

    /** Number of images. */
    public int count() {
        return index.length;
    }

    /**
     * The input code: pixel value p spikes p times, evenly spread over the 32 ticks: in tick t (1..32) if
     * floor(t · p / 32) grows.
     */
    public static boolean spikes(int pixel, int tick) {
        return tick * pixel / TICKS > (tick - 1) * pixel / TICKS;
    }
}
