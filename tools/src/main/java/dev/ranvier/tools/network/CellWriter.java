package dev.ranvier.tools.network;

import dev.ranvier.tools.cells.CellKind;
import dev.ranvier.tools.cells.CellKind.Channel;
import dev.ranvier.tools.cells.GateFunction;
import dev.ranvier.tools.cells.SpinePhysics;
import dev.ranvier.tools.cells.Transmitter;
import dev.ranvier.tools.network.CellPhysics.NamedGate;
import dev.ranvier.tools.network.DataWriter.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Writes cells, and what they share, as {@link CellReader} and {@link CellPhysicsReader} read them. Stateless. */
final class CellWriter {
    private CellWriter() {}

    // ------------------------------------------------------------------------------------------------ what is shared

    static void write(YamlText yaml, DataWriter data, CellPhysics physics) {
        yaml.open(0, "biophysics");
        yaml.entry(1, "magnesium", DataWriter.number(physics.magnesium()));
        ValueWriter values = new ValueWriter(data, "gates");
        yaml.open(1, "gates");
        for (NamedGate gate : physics.gates()) {
            yaml.entry(2, YamlText.quote(gate.name()), gate(gate, values));
        }
        values.finish();
        yaml.open(1, "transmitters");
        for (Transmitter transmitter : Transmitter.values()) {
            int[] pair = physics.receptors()[transmitter.ordinal()];
            List<String> names = Arrays.stream(pair)
                    .distinct()
                    .mapToObj(channel -> YamlText.quote(physics.channels().get(channel)))
                    .toList();
            yaml.entry(2, transmitter.text(), "[" + String.join(", ", names) + "]");
        }
        physics.plasticity().ifPresent(spines -> plasticity(yaml, spines));
    }

    private static String gate(NamedGate gate, ValueWriter values) {
        return switch (gate.function()) {
            case GateFunction.Magnesium m -> "{magnesium: " + DataWriter.number(m.magnesium()) + "}";
            case GateFunction.Boltzmann b ->
                "{half: " + DataWriter.number(b.half()) + ", slope: " + DataWriter.number(b.slope()) + "}";
            case GateFunction.Sampled s -> "{fractions: " + values.text(Column.of(gate.name(), s.fractions())) + "}";
        };
    }

    private static void plasticity(YamlText yaml, SpinePhysics p) {
        yaml.open(1, "plasticity");
        yaml.entry(2, "sweep", Integer.toString(p.period()));
        real(yaml, 2, "tau_bound", p.tauBound());
        real(yaml, 2, "bound_jump", p.boundJump());
        real(yaml, 2, "tau_calcium", p.tauCalcium());
        real(yaml, 2, "nmda_calcium", p.nmda());
        real(yaml, 2, "pre_calcium", p.preJump());
        real(yaml, 2, "post_calcium", p.postJump());
        real(yaml, 2, "pre_delay", p.preDelay());
        real(yaml, 2, "remove_above", p.removeAbove());
        real(yaml, 2, "insert_above", p.insertAbove());
        real(yaml, 2, "insert_rate", p.insertRate());
        real(yaml, 2, "remove_rate", p.removeRate());
        yaml.entry(2, "most_receptors", Integer.toString(p.mostReceptors()));
    }

    private static void real(YamlText yaml, int depth, String key, double value) {
        yaml.entry(depth, key, DataWriter.number(value));
    }

    // ------------------------------------------------------------------------------------------------ a population

    static void write(YamlText yaml, ValueWriter values, CellModel model, CellPhysics physics) {
        CellKind kind = model.kind();
        yaml.open(2, "cells");
        boolean one = Arrays.stream(model.transmitter()).distinct().count() == 1;
        List<String> names =
                Arrays.stream(model.transmitter()).map(Transmitter::text).toList();
        yaml.entry(3, "transmitter", one ? names.getFirst() : "[" + String.join(", ", names) + "]");
        compartment(yaml, values, model, 0);
        if (kind.two()) {
            compartment(yaml, values, model, 1);
        }
        yaml.open(3, "spike");
        real(yaml, 4, "threshold", kind.threshold());
        real(yaml, 4, "peak", kind.peak());
        real(yaml, 4, "reset", kind.reset());
        real(yaml, 4, "peak_time", kind.peakTime());
        real(yaml, 4, "refractory", kind.refractoryTime());
        if (!kind.channels().isEmpty()) {
            yaml.open(3, "channels");
        }
        kind.channels()
                .forEach((number, channel) -> yaml.entry(4, YamlText.quote(channel.name()), text(channel, physics)));
    }

    private static void compartment(YamlText yaml, ValueWriter values, CellModel model, int c) {
        String name = c == 0 ? "soma" : "dendrite";
        CellKind kind = model.kind();
        yaml.open(3, name);
        real(yaml, 4, "capacitance", kind.capacitance()[c]);
        real(yaml, 4, "leak", kind.leak()[c]);
        real(yaml, 4, "rest", kind.rest()[c]);
        if (c == 1) {
            real(yaml, 4, "coupling", kind.coupling());
        }
        unless(yaml, values, "0", Column.of(name + "_current", model.current()[c]), "current");
        unless(yaml, values, DataWriter.number(kind.rest()[c]), Column.of(name + "_start", model.start()[c]), "start");
        unless(yaml, values, "0", Column.of(name + "_clamp", model.clamp()[c]), "clamp");
    }

    private static void unless(YamlText yaml, ValueWriter values, String otherwise, Column column, String key) {
        if (!column.isAll(otherwise)) {
            yaml.entry(4, key, values.text(column));
        }
    }

    private static String text(Channel channel, CellPhysics physics) {
        return "{at: " + (channel.dendrite() ? "dendrite" : "soma") + ", opened_by: "
                + CellReader.OpenedBy.values()[channel.source().ordinal()]
                        .name()
                        .toLowerCase(Locale.ROOT)
                + ", reversal: " + DataWriter.number(channel.reversal())
                + ", conductance: " + DataWriter.number(channel.conductance())
                + ", decay: " + DataWriter.number(channel.tauDecay())
                + ", rise: " + DataWriter.number(channel.tauRise())
                + ", gate: "
                + (channel.gate() == 0
                        ? "none"
                        : YamlText.quote(physics.gates().get(channel.gate() - 1).name()))
                + "}";
    }
}
