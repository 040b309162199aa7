package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;

/** Who is connected to whom. */
public sealed interface Connectivity permits Connectivity.Synapses, Connectivity.SharedRows {
    /** Refuses sources, targets and delays that do not exist. */
    void check(String projection, int sources, int targets);

    /**
     * A list of synapses: sparse, dense and one-to-one connectivity alike. Synapse i goes from {@code pre[i]} to {@code
     * post[i]}.
     *
     * @param pre source neuron or channel
     * @param post target neuron
     * @param weight weight
     * @param delay delay in ticks; an empty array means 0 everywhere
     * @param tag initial tag t of synapses that learn; empty means 0 everywhere
     * @param delayTag initial learned delay d; empty means 0 everywhere
     * @param second receptors of the second kind of synapses onto cells; empty means 0 everywhere
     */
    record Synapses(int[] pre, int[] post, double[] weight, int[] delay, int[] tag, int[] delayTag, int[] second)
            implements Connectivity {
        private static final int[] NONE = {};

        /** Without delays and tags. */
        public Synapses(int[] pre, int[] post, double[] weight) {
            this(pre, post, weight, NONE, NONE, NONE);
        }

        /** Without receptors of a second kind. */
        public Synapses(int[] pre, int[] post, double[] weight, int[] delay, int[] tag, int[] delayTag) {
            this(pre, post, weight, delay, tag, delayTag, NONE);
        }

        /** Number of synapses. */
        public int count() {
            return pre.length;
        }

        /** Delay of synapse {@code i} in ticks. */
        public int delayOf(int i) {
            return delay.length == 0 ? 0 : delay[i];
        }

        /** The same connectivity with other weights. */
        public Synapses withWeights(double[] other) {
            return new Synapses(pre, post, other, delay, tag, delayTag, second);
        }

        /**
         * Every source to every target.
         *
         * @param weight (target, source) in C order, as NIR has it
         */
        public static Synapses dense(int sources, int targets, double[] weight) {
            int n = Math.multiplyExact(sources, targets);
            if (weight.length != n) {
                throw new RanvierException("a dense projection of " + targets + " x " + sources + " has "
                        + weight.length + " weights, needed: " + n);
            }
            int[] pre = new int[n];
            int[] post = new int[n];
            double[] ordered = new double[n];
            int k = 0;
            for (int i = 0; i < sources; i++) {
                for (int j = 0; j < targets; j++, k++) {
                    pre[k] = i;
                    post[k] = j;
                    ordered[k] = weight[j * sources + i];
                }
            }
            return new Synapses(pre, post, ordered);
        }

        /** Source i to target i. */
        public static Synapses oneToOne(double[] weight) {
            int[] index = new int[weight.length];
            java.util.Arrays.setAll(index, i -> i);
            return new Synapses(index, index.clone(), weight);
        }

        @Override
        public void check(String projection, int sources, int targets) {
            int n = pre.length;
            checkLength(projection, "post", post.length, n);
            checkLength(projection, "weight", weight.length, n);
            if (delay.length != 0) {
                checkLength(projection, "delay", delay.length, n);
            }
            if (tag.length != 0) {
                checkLength(projection, "tag", tag.length, n);
            }
            if (delayTag.length != 0) {
                checkLength(projection, "delay_tag", delayTag.length, n);
            }
            if (second.length != 0) {
                checkLength(projection, "second", second.length, n);
            }
            for (int i = 0; i < n; i++) {
                if (pre[i] < 0 || pre[i] >= sources) {
                    throw new RanvierException("projection '" + projection + "', synapse " + i + ": source " + pre[i]
                            + " does not exist, allowed: 0.." + (sources - 1));
                }
                if (post[i] < 0 || post[i] >= targets) {
                    throw new RanvierException("projection '" + projection + "', synapse " + i + ": target " + post[i]
                            + " does not exist, allowed: 0.." + (targets - 1));
                }
                if (!Double.isFinite(weight[i])) {
                    throw new RanvierException("projection '" + projection + "', synapse " + i + ": weight " + weight[i]
                            + " is not a finite number");
                }
            }
        }

        private static void checkLength(String projection, String what, int length, int needed) {
            if (length != needed) {
                throw new RanvierException("projection '" + projection + "' has " + needed
                        + " sources of synapses, but " + length + " values of " + what);
            }
        }
    }

    /**
     * Population axons (Loihi's pop16): several sources share one axon, and the atom chooses the row; several axons may
     * use the same rows at another base.
     *
     * @param axon axon per source; negative = not connected
     * @param atom atom per source
     * @param rowsOfAxon which group of rows an axon uses
     * @param base added to the targets of the rows, per axon; -1 = the axon is unused
     * @param row rows by group and atom
     */
    record SharedRows(int[] axon, int[] atom, int[] rowsOfAxon, int[] base, Row[][] row) implements Connectivity {
        /**
         * A row: relative target and weight.
         *
         * @param index target relative to the base
         * @param weight weight
         */
        public record Row(int[] index, double[] weight) {}

        @Override
        public void check(String projection, int sources, int targets) {
            if (axon.length != sources || atom.length != sources) {
                throw new RanvierException("projection '" + projection + "' maps " + axon.length + " axons and "
                        + atom.length + " atoms for " + sources + " sources");
            }
            if (rowsOfAxon.length != base.length) {
                throw new RanvierException("projection '" + projection + "' has rows for " + rowsOfAxon.length
                        + " axons and bases for " + base.length);
            }
            for (int a = 0; a < base.length; a++) {
                if (rowsOfAxon[a] < 0 || rowsOfAxon[a] >= row.length) {
                    throw new RanvierException("projection '" + projection + "': rows " + rowsOfAxon[a] + " of axon "
                            + a + " do not exist, allowed: 0.." + (row.length - 1));
                }
                for (Row r : row[rowsOfAxon[a]]) {
                    if (r.weight().length != r.index().length) {
                        throw new RanvierException("projection '" + projection + "' has a row of " + r.index().length
                                + " targets and " + r.weight().length + " weights");
                    }
                    for (int index : r.index()) {
                        if (base[a] >= 0 && (index < 0 || base[a] + index >= targets)) {
                            throw new RanvierException("projection '" + projection + "': axon " + a + " reaches target "
                                    + (base[a] + index) + ", allowed: 0.." + (targets - 1));
                        }
                    }
                }
            }
            for (int i = 0; i < sources; i++) {
                if (axon[i] >= base.length) {
                    throw new RanvierException("projection '" + projection + "': axon " + axon[i] + " of source " + i
                            + " does not exist, allowed: -1.." + (base.length - 1));
                }
                if (axon[i] >= 0 && base[axon[i]] >= 0 && (atom[i] < 0 || atom[i] >= row[rowsOfAxon[axon[i]]].length)) {
                    throw new RanvierException("projection '" + projection + "': atom " + atom[i] + " of source " + i
                            + " does not exist, allowed: 0.." + (row[rowsOfAxon[axon[i]]].length - 1));
                }
            }
        }
    }
}
