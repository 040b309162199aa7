package dev.ranvier.firmware;

import dev.ranvier.firmware.proto.Selection;
import dev.ranvier.firmware.proto.SourceRange;
import dev.ranvier.firmware.wire.LittleEndian;

/** A choice of neurons of a board. Immutable. */
public final class Neurons {
    private final Selection selection;

    private Neurons(Selection selection) {
        this.selection = selection;
    }

    /** All neurons of the board; for spikes, not for reads of state. */
    public static Neurons all() {
        return new Neurons(Selection.getDefaultInstance());
    }

    /** Neurons by source number: core · neurons per core + neuron. */
    public static Neurons of(int... sources) {
        if (sources.length == 0) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT, "selection", "no neuron is chosen; Neurons.all() chooses all");
        }
        return new Neurons(
                Selection.newBuilder().setSources(LittleEndian.ints(sources)).build());
    }

    /** {@code count} neurons from source number {@code first} on. */
    public static Neurons range(int first, int count) {
        return new Neurons(Selection.newBuilder()
                .addRanges(SourceRange.newBuilder().setFirst(first).setCount(count))
                .build());
    }

    /** The neurons of a population or output port of the loaded image, in its order. */
    public static Neurons population(String name) {
        return new Neurons(Selection.newBuilder().setPopulation(name).build());
    }

    Selection toWire() {
        return selection;
    }
}
