package dev.ranvier.tools.crossbar;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Real weights as a crossbar can have them: every source comes in on some lines of given axon types, a synapse is there
 * or not, and a neuron has one weight per type. With 1 line a source has one of two values, with 2 lines one of four (0, a,
 * -b, a - b), with 3 and 4 lines a two's complement number of as many bits. Sources of few lines are sorted into groups
 * with types of their own. Immutable once made.
 */
final class LineWeights {
    /** Axon types of a core. */
    static final int TYPES = 4;

    private static final int SCALES = 200;
    private static final int SMALLEST_SCALE = 20;
    private static final int ROUNDS = 4;

    /** Lines per source. */
    final int lines;

    /** Type of line l of source s: {@code types[s * lines + l]}. */
    final byte[] types;

    /** Weight of neuron j for type t: {@code levels[j][t]}, in units of the real weights. */
    final double[][] levels;

    /** Synapses of neuron j: bit of line {@code s * lines + l}. */
    final boolean[][] synapses;

    private LineWeights(int lines, int sources, int neurons) {
        this.lines = lines;
        types = new byte[sources * lines];
        levels = new double[neurons][TYPES];
        synapses = new boolean[neurons][sources * lines];
    }

    /**
     * The nearest weights with {@code lines} lines per source.
     *
     * @param weights real weights by neuron and source, 0 where there is no synapse
     */
    static LineWeights of(double[][] weights, int sources, int lines) {
        LineWeights made = new LineWeights(lines, sources, weights.length);
        int groups = TYPES / lines;
        int[] group = lines > 2 ? new int[sources] : grouped(weights, sources, groups, lines == 1);
        for (int s = 0; s < sources; s++) {
            for (int l = 0; l < lines; l++) {
                made.types[s * lines + l] = (byte) (group[s] * lines + l);
            }
        }
        for (int j = 0; j < weights.length; j++) {
            if (lines > 2) {
                made.binary(j, weights[j]);
            } else {
                for (int g = 0; g < groups; g++) {
                    made.levelsOf(j, weights[j], group, g);
                }
            }
        }
        return made;
    }

    /** Weight of neuron {@code j} from source {@code s}. */
    double weight(int j, int s) {
        double sum = 0;
        for (int l = 0; l < lines; l++) {
            sum += synapses[j][s * lines + l] ? levels[j][types[s * lines + l]] : 0;
        }
        return sum;
    }

    /** Sources sorted by mean weight (or mean |weight|), in equal parts. */
    private static int[] grouped(double[][] weights, int sources, int groups, boolean signed) {
        double[] key = new double[sources];
        for (double[] row : weights) {
            for (int s = 0; s < sources; s++) {
                key[s] += signed ? row[s] : Math.abs(row[s]);
            }
        }
        int[] order = IntStream.range(0, sources)
                .boxed()
                .sorted(Comparator.comparingDouble(s -> key[s]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] group = new int[sources];
        for (int k = 0; k < sources; k++) {
            group[order[k]] = k * groups / sources;
        }
        return group;
    }

    // ------------------------------------------------------------------------------------------ one line, or two lines

    private void levelsOf(int j, double[] row, int[] group, int g) {
        int[] members =
                IntStream.range(0, row.length).filter(s -> group[s] == g).toArray();
        double up = prefix(Arrays.stream(members).mapToDouble(s -> row[s]).toArray());
        double down = -prefix(Arrays.stream(members).mapToDouble(s -> -row[s]).toArray());
        int type = g * lines;
        if (lines == 1) {
            double level = gain(row, members, up) >= gain(row, members, down) ? up : down;
            levels[j][type] = level;
            for (int s : members) {
                synapses[j][s] = level != 0 && Math.abs(row[s] - level) < Math.abs(row[s]);
            }
            return;
        }
        double[] pair = {up, down};
        for (int round = 0; round < ROUNDS; round++) {
            choose(j, row, members, pair);
            refine(j, row, members, pair);
        }
        choose(j, row, members, pair);
        levels[j][type] = pair[0];
        levels[j][type + 1] = pair[1];
    }

    /** The mean of the largest values whose replacement by it saves most squared error; 0 if there is no positive one. */
    private static double prefix(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double sum = 0;
        double best = 0;
        double mean = 0;
        for (int k = 1; k <= sorted.length && sorted[sorted.length - k] > 0; k++) {
            sum += sorted[sorted.length - k];
            if (sum * sum / k > best) {
                best = sum * sum / k;
                mean = sum / k;
            }
        }
        return mean;
    }

    private static double gain(double[] row, int[] members, double level) {
        double saved = 0;
        for (int s : members) {
            double error = row[s] - level;
            saved += Math.max(0, row[s] * row[s] - error * error);
        }
        return saved;
    }

    private void choose(int j, double[] row, int[] members, double[] pair) {
        for (int s : members) {
            int best = 0;
            for (int code = 1; code < 4; code++) {
                best = error(row[s], pair, code) < error(row[s], pair, best) ? code : best;
            }
            synapses[j][s * lines] = (best & 1) != 0;
            synapses[j][s * lines + 1] = (best & 2) != 0;
        }
    }

    private static double error(double weight, double[] pair, int code) {
        return Math.abs(weight - (code & 1) * pair[0] - (code >> 1) * pair[1]);
    }

    /** The pair with the least squared error for the synapses chosen. */
    private void refine(int j, double[] row, int[] members, double[] pair) {
        double aa = 0;
        double bb = 0;
        double ab = 0;
        double a = 0;
        double b = 0;
        for (int s : members) {
            int x = synapses[j][s * lines] ? 1 : 0;
            int y = synapses[j][s * lines + 1] ? 1 : 0;
            aa += x;
            bb += y;
            ab += x * y;
            a += x * row[s];
            b += y * row[s];
        }
        double determinant = aa * bb - ab * ab;
        if (determinant > 0) {
            pair[0] = (a * bb - b * ab) / determinant;
            pair[1] = (b * aa - a * ab) / determinant;
        } else if (aa > 0 && bb == 0) {
            pair[0] = a / aa;
        } else if (bb > 0 && aa == 0) {
            pair[1] = b / bb;
        }
    }

    // ------------------------------------------------------------------------------------------------- three lines,
    // four

    private void binary(int j, double[] row) {
        int most = (1 << lines - 1) - 1;
        double largest = Arrays.stream(row).map(Math::abs).max().orElse(0);
        if (largest == 0) {
            return;
        }
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = SCALES; k >= SMALLEST_SCALE; k--) {
            double step = largest * k / SCALES / most;
            double error = 0;
            for (double w : row) {
                double e = step * code(w, step) - w;
                error += e * e;
            }
            if (error < least) {
                least = error;
                best = step;
            }
        }
        for (int l = 0; l < lines; l++) {
            levels[j][l] = (l == lines - 1 ? -1 : 1) * best * (1 << l);
        }
        for (int s = 0; s < row.length; s++) {
            int code = code(row[s], best);
            for (int l = 0; l < lines; l++) {
                synapses[j][s * lines + l] = (code >> l & 1) != 0;
            }
        }
    }

    private int code(double weight, double step) {
        int half = 1 << lines - 1;
        return (int) Math.max(-half, Math.min(half - 1, Math.rint(weight / step)));
    }
}
