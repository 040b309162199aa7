package dev.ranvier.tools.nir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A node of a NIR graph: one of the 18 primitives of specs/nir.md section 2, or a graph in its place. Parameters keep
 * the names of the file in camel case. tau and delay are in seconds, everything else is dimensionless.
 */
public sealed interface NirNode {

    /** The type as the file writes it, for example {@code CubaLIF}. */
    default String type() {
        return getClass().getSimpleName();
    }

    /** Whether the output of this node in a step can differ for equal inputs in that step; only these break a cycle. */
    default boolean stateful() {
        return false;
    }

    /**
     * A graph input.
     *
     * @param shape shape of what enters
     */
    record Input(Shape shape) implements NirNode {}

    /**
     * A graph output.
     *
     * @param shape shape of what leaves
     */
    record Output(Shape shape) implements NirNode {}

    /** y = W x (+ b): weights of shape (..., out, in). */
    sealed interface Dense extends NirNode {
        /** Weights, shape (..., out, in). */
        NirTensor weight();

        /** Shape of x: (..., in). */
        default Shape inputShape() {
            return without(weight().shape(), weight().shape().rank() - 2);
        }

        /** Shape of y: (..., out). */
        default Shape outputShape() {
            return without(weight().shape(), weight().shape().rank() - 1);
        }

        private static Shape without(Shape shape, int axis) {
            int[] dims = new int[shape.rank() - 1];
            for (int from = 0, to = 0; from < shape.rank(); from++) {
                if (from != axis) {
                    dims[to++] = shape.dim(from);
                }
            }
            return Shape.of(dims);
        }
    }

    /**
     * y = W x.
     *
     * @param weight weights (..., out, in)
     */
    record Linear(NirTensor weight) implements Dense {}

    /**
     * y = W x + b; b is a constant current in every step, not per spike.
     *
     * @param weight weights (..., out, in)
     * @param bias bias (out)
     */
    record Affine(NirTensor weight, NirTensor bias) implements Dense {}

    /** Cross-correlation as PyTorch defines it: kernel not flipped, zeros around, shape (channels, [rows,] columns). */
    sealed interface Convolution extends NirNode {
        /** Kernels, shape (Cout, Cin/groups, [Kh,] Kw). */
        NirTensor weight();

        /** Bias, shape (Cout). */
        NirTensor bias();

        /** Channel groups; divides Cin and Cout. */
        int groups();

        /** Kernel, stride, dilation and padding. */
        Window window();

        /** Shape of the input, when it is known: always in an accepted graph. */
        Optional<Shape> inputShape();

        /** The same convolution for an input of this shape, which {@link #takes} must allow. */
        Convolution withInput(Shape shape);

        /** Channels of the input. */
        default int inputChannels() {
            return weight().shape().dim(1) * groups();
        }

        /** Channels of the output. */
        default int outputChannels() {
            return weight().shape().dim(0);
        }

        /** Number of axes of input and output: 2 or 3. */
        default int rank() {
            return weight().shape().rank() - 1;
        }

        /** Whether an input of this shape has the right number of axes and channels. */
        default boolean takes(Shape shape) {
            return shape.rank() == rank() && shape.dim(0) == inputChannels();
        }

        /** What {@link #takes} allows, in words: {@code [2, rows, columns]}. */
        default String expects() {
            return "[" + inputChannels() + (rank() == 3 ? ", rows, columns]" : ", length]");
        }
    }

    /**
     * One-dimensional convolution.
     *
     * @param weight kernels (Cout, Cin/groups, K)
     * @param bias bias (Cout)
     * @param stride step
     * @param padding zeros around; the height is unused
     * @param dilation distance of kernel elements
     * @param groups channel groups
     * @param inputLength elements per channel of the input
     */
    record Conv1d(
            NirTensor weight,
            NirTensor bias,
            int stride,
            NirPadding padding,
            int dilation,
            int groups,
            Optional<Integer> inputLength)
            implements Convolution {
        @Override
        public Window window() {
            return new Window(
                    new Extent(1, weight.shape().dim(2)), new Extent(1, stride), new Extent(1, dilation), padding);
        }

        @Override
        public Optional<Shape> inputShape() {
            return inputLength.map(length -> Shape.of(inputChannels(), length));
        }

        @Override
        public Conv1d withInput(Shape shape) {
            return new Conv1d(weight, bias, stride, padding, dilation, groups, Optional.of(shape.dim(1)));
        }
    }

    /**
     * Two-dimensional convolution.
     *
     * @param weight kernels (Cout, Cin/groups, Kh, Kw)
     * @param bias bias (Cout)
     * @param stride step
     * @param padding zeros around
     * @param dilation distance of kernel elements
     * @param groups channel groups
     * @param inputSize rows and columns of the input
     */
    record Conv2d(
            NirTensor weight,
            NirTensor bias,
            Extent stride,
            NirPadding padding,
            Extent dilation,
            int groups,
            Optional<Extent> inputSize)
            implements Convolution {
        @Override
        public Window window() {
            Extent kernel = new Extent(weight.shape().dim(2), weight.shape().dim(3));
            return new Window(kernel, stride, dilation, padding);
        }

        @Override
        public Optional<Shape> inputShape() {
            return inputSize.map(size -> Shape.of(inputChannels(), size.height(), size.width()));
        }

        @Override
        public Conv2d withInput(Shape shape) {
            Extent size = new Extent(shape.dim(1), shape.dim(2));
            return new Conv2d(weight, bias, stride, padding, dilation, groups, Optional.of(size));
        }
    }

    /** Pooling over (channels, rows, columns); the shape comes from the predecessor. */
    sealed interface Pooling extends NirNode {
        /** Kernel, stride and padding; dilation 1. */
        Window window();
    }

    /**
     * Sum over the window: binary spikes become integers up to the window's size.
     *
     * @param window kernel, stride, padding
     */
    record SumPool2d(Window window) implements Pooling {}

    /**
     * Mean over the window, zeros of the padding included.
     *
     * @param window kernel, stride, padding
     */
    record AvgPool2d(Window window) implements Pooling {}

    /**
     * Joins the axes from {@code startDim} to {@code endDim} into one, C order. Axes are counted without batch; negative
     * ones from the end. The file's {@code input_type} is not kept: shapes are inferred.
     *
     * @param startDim first axis joined, default 1
     * @param endDim last axis joined, default -1
     * @param declaredRank number of axes that the file's input_type had, -1 when it had none; a hint whether a batch axis
     *     was counted
     */
    record Flatten(int startDim, int endDim, int declaredRank) implements NirNode {
        /** The flattened shape; empty when the axes named do not exist in {@code in}. */
        public Optional<Shape> output(Shape in) {
            int start = startDim < 0 ? startDim + in.rank() : startDim;
            int end = endDim < 0 ? endDim + in.rank() : endDim;
            if (start < 0 || end >= in.rank() || start > end) {
                return Optional.empty();
            }
            int[] out = new int[in.rank() - (end - start)];
            long joined = 1;
            for (int axis = 0, to = 0; axis < in.rank(); axis++) {
                if (axis < start || axis > end) {
                    out[to++] = in.dim(axis);
                } else {
                    joined *= in.dim(axis);
                    if (joined > Integer.MAX_VALUE) {
                        return Optional.empty();
                    }
                    if (axis == end) {
                        out[to++] = (int) joined;
                    }
                }
            }
            return Optional.of(Shape.of(out));
        }

        /** The same flattening with {@code axes} leading axes fewer: those that counted from the front move. */
        public Flatten fewerAxes(int axes) {
            int start = startDim < 0 ? startDim : Math.max(0, startDim - axes);
            int end = endDim < 0 ? endDim : Math.max(0, endDim - axes);
            return new Flatten(start, end, declaredRank < 0 ? -1 : declaredRank - axes);
        }
    }

    /** Works on each element by itself; all parameters have one shape, which is that of input and output. */
    sealed interface Elementwise extends NirNode {
        /** Parameters by the name that the file uses. */
        Map<String, NirTensor> parameters();

        /** The same node with every parameter replaced by what {@code change} makes of it. */
        Elementwise map(UnaryOperator<NirTensor> change);

        /** Whether this is a neuron: I, IF, LI, LIF, CubaLI, CubaLIF. */
        default boolean neuron() {
            return true;
        }

        @Override
        default boolean stateful() {
            return neuron();
        }

        /** Shape of the first parameter that is no scalar; {@link Shape#SCALAR} when all are. */
        default Shape shape() {
            for (NirTensor parameter : parameters().values()) {
                if (!parameter.isScalar()) {
                    return parameter.shape();
                }
            }
            return Shape.SCALAR;
        }
    }

    /**
     * y = s * x.
     *
     * @param scale factors
     */
    record Scale(NirTensor scale) implements Elementwise {
        @Override
        public Map<String, NirTensor> parameters() {
            return Map.of("scale", scale);
        }

        @Override
        public Scale map(UnaryOperator<NirTensor> change) {
            return new Scale(change.apply(scale));
        }

        @Override
        public boolean neuron() {
            return false;
        }
    }

    /**
     * y(t) = x(t - delay).
     *
     * @param delay seconds, at least 0
     */
    record Delay(NirTensor delay) implements Elementwise {
        @Override
        public Map<String, NirTensor> parameters() {
            return Map.of("delay", delay);
        }

        @Override
        public Delay map(UnaryOperator<NirTensor> change) {
            return new Delay(change.apply(delay));
        }

        @Override
        public boolean neuron() {
            return false;
        }

        /** A delay breaks a cycle when every element is delayed. */
        @Override
        public boolean stateful() {
            return delay.min() > 0;
        }
    }

    /**
     * y = 1 where x is above the threshold, else 0.
     *
     * @param threshold thresholds
     */
    record Threshold(NirTensor threshold) implements Elementwise {
        @Override
        public Map<String, NirTensor> parameters() {
            return Map.of("threshold", threshold);
        }

        @Override
        public Threshold map(UnaryOperator<NirTensor> change) {
            return new Threshold(change.apply(threshold));
        }

        @Override
        public boolean neuron() {
            return false;
        }
    }

    /**
     * dv/dt = r x; output v.
     *
     * @param r resistance
     */
    record I(NirTensor r) implements Elementwise {
        @Override
        public Map<String, NirTensor> parameters() {
            return Map.of("r", r);
        }

        @Override
        public I map(UnaryOperator<NirTensor> change) {
            return new I(change.apply(r));
        }
    }

    /**
     * dv/dt = r x; spike where v is above the threshold, then v := v_reset.
     *
     * @param r resistance
     * @param vThreshold firing threshold
     * @param vReset voltage after a spike
     */
    record IF(NirTensor r, NirTensor vThreshold, NirTensor vReset) implements Elementwise {
        @Override
        public Map<String, NirTensor> parameters() {
            return named(List.of("r", "v_threshold", "v_reset"), r, vThreshold, vReset);
        }

        @Override
        public IF map(UnaryOperator<NirTensor> change) {
            return new IF(change.apply(r), change.apply(vThreshold), change.apply(vReset));
        }
    }

    /**
     * tau dv/dt = (v_leak - v) + r x; output v.
     *
     * @param tau time constant, s
     * @param r resistance
     * @param vLeak resting voltage
     */
    record LI(NirTensor tau, NirTensor r, NirTensor vLeak) implements Elementwise {
        @Override
        public Map<String, NirTensor> parameters() {
            return named(List.of("tau", "r", "v_leak"), tau, r, vLeak);
        }

        @Override
        public LI map(UnaryOperator<NirTensor> change) {
            return new LI(change.apply(tau), change.apply(r), change.apply(vLeak));
        }
    }

    /**
     * As {@link LI}; spike where v is above the threshold, then v := v_reset.
     *
     * @param tau time constant, s
     * @param r resistance
     * @param vLeak resting voltage
     * @param vThreshold firing threshold
     * @param vReset voltage after a spike
     */
    record LIF(NirTensor tau, NirTensor r, NirTensor vLeak, NirTensor vThreshold, NirTensor vReset)
            implements Elementwise {
        @Override
        public Map<String, NirTensor> parameters() {
            return named(List.of("tau", "r", "v_leak", "v_threshold", "v_reset"), tau, r, vLeak, vThreshold, vReset);
        }

        @Override
        public LIF map(UnaryOperator<NirTensor> change) {
            return new LIF(
                    change.apply(tau),
                    change.apply(r),
                    change.apply(vLeak),
                    change.apply(vThreshold),
                    change.apply(vReset));
        }
    }

    /**
     * tau_syn di/dt = -i + w_in x; tau_mem dv/dt = (v_leak - v) + r i; output v.
     *
     * @param tauSyn time constant of the current, s
     * @param tauMem time constant of the membrane, s
     * @param r resistance
     * @param vLeak resting voltage
     * @param wIn input weight
     */
    record CubaLI(NirTensor tauSyn, NirTensor tauMem, NirTensor r, NirTensor vLeak, NirTensor wIn)
            implements Elementwise {
        @Override
        public Map<String, NirTensor> parameters() {
            return named(List.of("tau_syn", "tau_mem", "r", "v_leak", "w_in"), tauSyn, tauMem, r, vLeak, wIn);
        }

        @Override
        public CubaLI map(UnaryOperator<NirTensor> change) {
            return new CubaLI(
                    change.apply(tauSyn),
                    change.apply(tauMem),
                    change.apply(r),
                    change.apply(vLeak),
                    change.apply(wIn));
        }
    }

    /**
     * As {@link CubaLI}; spike where v is above the threshold, then v := v_reset.
     *
     * @param tauSyn time constant of the current, s
     * @param tauMem time constant of the membrane, s
     * @param r resistance
     * @param vLeak resting voltage
     * @param vThreshold firing threshold
     * @param vReset voltage after a spike
     * @param wIn input weight
     */
    record CubaLIF(
            NirTensor tauSyn,
            NirTensor tauMem,
            NirTensor r,
            NirTensor vLeak,
            NirTensor vThreshold,
            NirTensor vReset,
            NirTensor wIn)
            implements Elementwise {
        @Override
        public Map<String, NirTensor> parameters() {
            return named(
                    List.of("tau_syn", "tau_mem", "r", "v_leak", "v_threshold", "v_reset", "w_in"),
                    tauSyn,
                    tauMem,
                    r,
                    vLeak,
                    vThreshold,
                    vReset,
                    wIn);
        }

        @Override
        public CubaLIF map(UnaryOperator<NirTensor> change) {
            return new CubaLIF(
                    change.apply(tauSyn),
                    change.apply(tauMem),
                    change.apply(r),
                    change.apply(vLeak),
                    change.apply(vThreshold),
                    change.apply(vReset),
                    change.apply(wIn));
        }
    }

    /**
     * A graph in a graph; its one Input and one Output are its ports.
     *
     * @param graph the inner graph
     */
    record Graph(NirGraph graph) implements NirNode {
        @Override
        public String type() {
            return "NIRGraph";
        }
    }

    private static Map<String, NirTensor> named(List<String> names, NirTensor... values) {
        Map<String, NirTensor> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            map.put(names.get(i), values[i]);
        }
        return map;
    }
}
