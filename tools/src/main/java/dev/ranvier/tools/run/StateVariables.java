package dev.ranvier.tools.run;

import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.microcode.MicroProgram;
import dev.ranvier.tools.cells.CellKind;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.microcode.MicroLibrary;
import dev.ranvier.tools.network.CellModel;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.Probe;
import dev.ranvier.tools.network.ProgramModel;
import java.util.ArrayList;
import java.util.List;

/** Names of variables in a network file, and what a chip calls them. Stateless. */
final class StateVariables {
    private static final int RECEPTOR_FRACTION_BITS = 16;

    private StateVariables() {}

    /**
     * The chip's names of a state variable of {@code population}: one, or two whose difference it is (the conductance of
     * a channel that rises and decays).
     */
    static List<String> onChip(Mapping mapping, String population, String variable) {
        Network network = mapping.network();
        return switch (network.kind()) {
            case COMPARTMENTS -> List.of(variable);
            case CELLS -> {
                int channel = network.cells().orElseThrow().channels().indexOf(variable);
                yield channel < 0 ? List.of(variable) : List.of("a" + channel, "b" + channel);
            }
            case PROGRAMS -> {
                ProgramModel model =
                        (ProgramModel) network.population(population).model();
                MicroProgram program = MicroLibrary.load(model.program().name());
                List<String> words =
                        program.states().stream().map(MicroProgram.Named::name).toList();
                List<String> allowed = new ArrayList<>(words);
                allowed.addAll(List.of("y1", "y2"));
                if (!allowed.contains(variable)) {
                    throw new RanvierException("a probe of population '" + population + "' names '" + variable
                            + "', which program '" + model.program().name() + "' does not have; allowed: " + allowed);
                }
                yield List.of(words.contains(variable) ? "s" + words.indexOf(variable) : variable);
            }
        };
    }

    /** What a value of a state variable of {@code population} stands for. */
    static FileRun.Unit unit(Mapping mapping, String population, String variable, double tickSeconds) {
        Network network = mapping.network();
        if (!(network.population(population).model() instanceof CellModel model)) {
            return new FileRun.Unit(1, "units");
        }
        if (variable.startsWith("v_")) {
            return new FileRun.Unit(Math.scalb(1.0, -16), "mV");
        }
        double tickMs = tickSeconds * 1e3;
        double[] capacitance = model.kind().capacitance();
        if (variable.startsWith("synaptic_")) {
            return new FileRun.Unit(Math.scalb(capacitance[variable.endsWith("soma") ? 0 : 1] / tickMs, -24), "pA");
        }
        CellKind.Channel channel = model.kind()
                .channels()
                .get(network.cells().orElseThrow().channels().indexOf(variable));
        return channel == null
                ? new FileRun.Unit(1, "")
                : new FileRun.Unit(Math.scalb(capacitance[model.kind().compartment(channel)] / tickMs, -28), "nS");
    }

    /** What a value of a synapse stands for. */
    static FileRun.Unit unit(ChipSpec spec, Probe.Synapses.Variable variable) {
        return switch (variable) {
            case WEIGHT -> new FileRun.Unit(1, spec.core() instanceof BiophysicalCoreSpec ? "receptors" : "mantissa");
            case TAG, DELAY_TAG -> new FileRun.Unit(1, "mantissa");
            case CALCIUM -> new FileRun.Unit(Math.scalb(1.0, -12), "");
            case BOUND -> new FileRun.Unit(Math.scalb(1.0, -16), "fraction");
        };
    }

    /** The field of a synapse that holds {@code variable}. */
    static String field(ChipSpec spec, Probe.Synapses.Variable variable) {
        boolean spines = spec.core() instanceof BiophysicalCoreSpec;
        return switch (variable) {
            case WEIGHT -> spines ? "ampa" : "weight";
            case TAG -> "tag";
            case DELAY_TAG -> "delay_tag";
            case CALCIUM -> "calcium";
            case BOUND -> "bound";
        };
    }

    /** Bits of {@code variable} to drop: a spine has its receptors with a fraction. */
    static int shift(ChipSpec spec, Probe.Synapses.Variable variable) {
        return spec.core() instanceof BiophysicalCoreSpec && variable == Probe.Synapses.Variable.WEIGHT
                ? RECEPTOR_FRACTION_BITS
                : 0;
    }
}
