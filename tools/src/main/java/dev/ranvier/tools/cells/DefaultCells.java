package dev.ranvier.tools.cells;

import dev.ranvier.tools.cells.CellKind.Channel;
import dev.ranvier.tools.cells.CellKind.Source;
import java.util.List;
import java.util.Map;

/** Cells and spines to start from (biophysical core, section 9). Stateless. */
public final class DefaultCells {
    /** Channels that have a number of their own, by number. */
    public static final List<String> CHANNELS = List.of("ampa", "nmda", "gaba_a", "gaba_b", "ahp", "bap");

    /** Spine plasticity; sweeps of 10 ticks. */
    public static final SpinePhysics SPINES =
            new SpinePhysics(10, 20, 0.5, 20, 3.84, 0.3, 0.9, 0, 1.0, 1.85, 4, 0.8, 200);

    private DefaultCells() {}

    /** A point cell. */
    public static CellKind point() {
        return new CellKind(
                false,
                new double[] {200, 200},
                new double[] {10, 0},
                new double[] {-70, -70},
                0,
                -50,
                40,
                -74,
                1,
                2,
                Map.of(
                        0, new Channel("ampa", false, Source.SYN, 0, 0.02, 2, 0, 0),
                        1, new Channel("nmda", false, Source.SYN, 0, 0.01, 50, 2, 1),
                        2, new Channel("gaba_a", false, Source.SYN, -70, 0.02, 6, 0, 0),
                        3, new Channel("gaba_b", false, Source.SYN, -90, 0.01, 150, 40, 0),
                        4, new Channel("ahp", false, Source.SPIKE, -90, 8, 25, 0, 0)));
    }

    /** A pyramidal cell: soma and dendrite, synapses on the dendrite. */
    public static CellKind pyramidal() {
        return new CellKind(
                true,
                new double[] {150, 50},
                new double[] {7.5, 5},
                new double[] {-70, -70},
                6,
                -50,
                40,
                -74,
                1,
                2,
                Map.of(
                        0, new Channel("ampa", true, Source.SYN, 0, 0.02, 2, 0, 0),
                        1, new Channel("nmda", true, Source.SYN, 0, 0.01, 50, 2, 1),
                        2, new Channel("gaba_a", true, Source.SYN, -70, 0.02, 6, 0, 0),
                        3, new Channel("gaba_b", true, Source.SYN, -90, 0.01, 150, 40, 0),
                        4, new Channel("ahp", false, Source.SPIKE, -90, 30, 30, 0, 0),
                        5, new Channel("bap", true, Source.SPIKE, 62, 18, 2, 0, 0)));
    }
}
