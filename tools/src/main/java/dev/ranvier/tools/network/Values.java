package dev.ranvier.tools.network;

import dev.ranvier.hw.yaml.YamlNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the values of a parameter: one number for all, a list with one number each, or a file beside the network file. Immutable.
 *
 * @param folder where files lie
 */
record Values(Path folder) {
    /** {@code n} whole numbers in {@code min..max}. */
    int[] ints(YamlNode node, int n, int min, int max) {
        return Arrays.stream(longs(node, n, min, max))
                .mapToInt(value -> (int) value)
                .toArray();
    }

    /** {@code n} whole numbers under {@code key}, all {@code otherwise} if it is absent. */
    int[] ints(YamlNode parent, String key, int n, int min, int max, int otherwise) {
        return parent.find(key).map(node -> ints(node, n, min, max)).orElseGet(() -> {
            int[] values = new int[n];
            Arrays.fill(values, otherwise);
            return values;
        });
    }

    /** {@code n} whole numbers in {@code min..max}. */
    long[] longs(YamlNode node, int n, long min, long max) {
        return DataFile.of(node, folder).map(file -> file.wholes(n, min, max)).orElseGet(() -> {
            long[] values = new long[n];
            if (node.kind() == YamlNode.Kind.SCALAR) {
                Arrays.fill(values, node.asLong(min, max));
            } else {
                List<YamlNode> items = list(node, n);
                Arrays.setAll(values, i -> items.get(i).asLong(min, max));
            }
            return values;
        });
    }

    /** {@code n} finite numbers. */
    double[] reals(YamlNode node, int n) {
        return DataFile.of(node, folder).map(file -> file.reals(n)).orElseGet(() -> {
            double[] values = new double[n];
            if (node.kind() == YamlNode.Kind.SCALAR) {
                Arrays.fill(values, real(node));
            } else {
                List<YamlNode> items = list(node, n);
                Arrays.setAll(values, i -> real(items.get(i)));
            }
            return values;
        });
    }

    /** {@code n} finite numbers under {@code key}, all {@code otherwise} if it is absent. */
    double[] reals(YamlNode parent, String key, int n, double otherwise) {
        return parent.find(key).map(node -> reals(node, n)).orElseGet(() -> {
            double[] values = new double[n];
            Arrays.fill(values, otherwise);
            return values;
        });
    }

    /** {@code n} times true or false; files have 1 and 0. */
    boolean[] flags(YamlNode parent, String key, int n, boolean otherwise) {
        boolean[] flags = new boolean[n];
        YamlNode node = parent.find(key).orElse(null);
        if (node == null) {
            Arrays.fill(flags, otherwise);
        } else if (node.kind() == YamlNode.Kind.SCALAR) {
            Arrays.fill(flags, node.asBoolean());
        } else if (node.kind() == YamlNode.Kind.LIST) {
            List<YamlNode> items = list(node, n);
            for (int i = 0; i < n; i++) {
                flags[i] = items.get(i).asBoolean();
            }
        } else {
            long[] values = longs(node, n, 0, 1);
            for (int i = 0; i < n; i++) {
                flags[i] = values[i] == 1;
            }
        }
        return flags;
    }

    /** A matrix: one number for all, a list of rows, or a file with one line per row; C order. */
    double[] matrix(YamlNode node, int rows, int columns) {
        return DataFile.of(node, folder).map(file -> file.matrix(rows, columns)).orElseGet(() -> {
            double[] values = new double[Math.multiplyExact(rows, columns)];
            if (node.kind() == YamlNode.Kind.SCALAR) {
                Arrays.fill(values, real(node));
                return values;
            }
            List<YamlNode> lines = list(node, rows);
            for (int r = 0; r < rows; r++) {
                List<YamlNode> items = list(lines.get(r), columns);
                for (int c = 0; c < columns; c++) {
                    values[r * columns + c] = real(items.get(c));
                }
            }
            return values;
        });
    }

    /** A finite number. */
    static double real(YamlNode node) {
        return node.asDouble(-Double.MAX_VALUE, Double.MAX_VALUE);
    }

    private static List<YamlNode> list(YamlNode node, int n) {
        List<YamlNode> items = node.items();
        if (items.size() != n) {
            throw node.error(
                    "has " + items.size() + " values, needed: one for all, a list of " + n + ", or {file: name.csv}");
        }
        return items;
    }
}
