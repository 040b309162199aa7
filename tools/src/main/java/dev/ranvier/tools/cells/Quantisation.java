package dev.ranvier.tools.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What registers make of physical values: each value, its register, and the value that the register stands for.
 * Stateless.
 */
public final class Quantisation {
    private static final double POTENTIAL = 0x1p-16;
    private static final double CONDUCTANCE = 0x1p-28;
    private static final double SCALE = 0x1p-36;
    private static final double RATE = 0x1p-24;
    private static final double CURRENT = 0x1p-24;
    private static final double LEARNING = 0x1p-16;
    private static final double CALCIUM = 0x1p-12;

    private Quantisation() {}

    /**
     * A value and its register.
     *
     * @param of what has it, e.g. {@code point}, or {@code point AMPA}
     * @param quantity what it is
     * @param unit its unit, may be empty
     * @param value wanted
     * @param register in the chip
     * @param onChip value that the register stands for
     */
    public record Row(String of, String quantity, String unit, double value, long register, double onChip) {
        /** Value on the chip less the value wanted. */
        public double error() {
            return onChip - value;
        }

        /** Error relative to the value; 0 where both are 0. */
        public double relative() {
            return error() == 0 ? 0 : error() / Math.abs(value);
        }
    }

    /** All registers of a kind of cell. */
    public static List<Row> of(String name, CellKind kind, double tickMs) {
        CellRegisters registers = CellCompiler.registers(kind, tickMs);
        List<Row> rows = new ArrayList<>();
        for (int c = 0; c < (kind.two() ? 2 : 1); c++) {
            String compartment = kind.two() ? (c == 0 ? " of the soma" : " of the dendrite") : "";
            double perTick = kind.capacitance()[c] / tickMs;
            rows.add(new Row(
                    name,
                    "leak" + compartment,
                    "nS",
                    kind.leak()[c],
                    registers.leak()[c],
                    registers.leak()[c] * CONDUCTANCE * perTick));
            rows.add(potential(name, "resting potential" + compartment, kind.rest()[c]));
            if (kind.two()) {
                rows.add(new Row(
                        name,
                        "coupling" + compartment,
                        "nS",
                        kind.coupling(),
                        registers.coupling()[c],
                        registers.coupling()[c] * CONDUCTANCE * perTick));
            }
        }
        rows.add(potential(name, "threshold", kind.threshold()));
        rows.add(potential(name, "spike potential", kind.peak()));
        rows.add(potential(name, "reset potential", kind.reset()));
        rows.add(new Row(
                name, "spike width", "ms", kind.peakTime(), registers.peakTicks(), registers.peakTicks() * tickMs));
        rows.add(new Row(
                name,
                "refractory period",
                "ms",
                kind.refractoryTime(),
                registers.refractoryTicks(),
                registers.refractoryTicks() * tickMs));
        for (Map.Entry<Integer, CellKind.Channel> entry : kind.channels().entrySet()) {
            channel(
                    rows,
                    name + " " + entry.getValue().name(),
                    kind,
                    entry.getValue(),
                    registers.channels().get(entry.getKey()),
                    tickMs);
        }
        return rows;
    }

    private static void channel(
            List<Row> rows,
            String name,
            CellKind kind,
            CellKind.Channel channel,
            CellRegisters.Channel registers,
            double tickMs) {
        double perTick = kind.capacitance()[kind.compartment(channel)] / tickMs;
        rows.add(potential(name, "reversal potential", channel.reversal()));
        if (channel.source() == CellKind.Source.CONST) {
            rows.add(new Row(
                    name,
                    "conductance",
                    "nS",
                    channel.conductance(),
                    registers.start(),
                    registers.start() * CONDUCTANCE * perTick));
            return;
        }
        // The scale register holds the conductance in the middle of a tick.
        double middle = channel.tauDecay() > 0 ? Math.exp(-0.5 * tickMs / channel.tauDecay()) : 1;
        rows.add(new Row(
                name,
                channel.source() == CellKind.Source.SYN ? "conductance of a receptor" : "conductance per spike",
                "nS",
                channel.conductance(),
                registers.scaleA(),
                registers.scaleA() * SCALE * perTick / channel.peakFactor() / middle));
        rows.add(time(name, "decay time", channel.tauDecay(), tickMs));
        if (channel.tauRise() > 0) {
            rows.add(time(name, "rise time", channel.tauRise(), tickMs));
        }
    }

    /** All registers of spine plasticity. */
    public static List<Row> of(SpinePhysics p, double tickMs) {
        SpineRegisters registers = CellCompiler.registers(p, tickMs);
        double sweep = tickMs * p.period();
        String name = "spine";
        return List.of(
                time(name, "decay time of bound NMDA", p.tauBound(), sweep),
                time(name, "decay time of calcium", p.tauCalcium(), sweep),
                new Row(
                        name,
                        "fraction bound per arrival",
                        "",
                        p.boundJump(),
                        registers.boundJump(),
                        registers.boundJump() * LEARNING),
                new Row(
                        name,
                        "calcium to remove receptors",
                        "",
                        p.removeAbove(),
                        registers.removeAbove(),
                        registers.removeAbove() * CALCIUM),
                new Row(
                        name,
                        "calcium to insert receptors",
                        "",
                        p.insertAbove(),
                        registers.insertAbove(),
                        registers.insertAbove() * CALCIUM),
                new Row(
                        name,
                        "rate of insertion",
                        "1/s",
                        p.insertRate(),
                        registers.insertRate(),
                        registers.insertRate() * LEARNING * 1e3 / sweep),
                new Row(
                        name,
                        "rate of removal",
                        "1/s",
                        p.removeRate(),
                        registers.removeRate(),
                        registers.removeRate() * LEARNING * 1e3 / sweep));
    }

    /** A potential of {@code millivolts}. */
    public static Row potential(String of, String quantity, double millivolts) {
        long register = CellCompiler.potential(millivolts);
        return new Row(of, quantity, "mV", millivolts, register, register * POTENTIAL);
    }

    /** A time constant of {@code tauMs} at steps of {@code stepMs}. */
    public static Row time(String of, String quantity, double tauMs, double stepMs) {
        long register = CellCompiler.rate(tauMs, stepMs);
        return new Row(
                of,
                quantity,
                "ms",
                tauMs,
                register,
                register == 0
                        ? (tauMs <= 0 ? tauMs : Double.POSITIVE_INFINITY)
                        : -stepMs / Math.log1p(-register * RATE));
    }

    /** A leak of {@code nanosiemens} into {@code picofarads}. */
    public static Row leak(String of, String quantity, double nanosiemens, double picofarads, double tickMs) {
        long register = (long) Math.floor(nanosiemens * tickMs / picofarads / CONDUCTANCE + 0.5);
        return new Row(of, quantity, "nS", nanosiemens, register, register * CONDUCTANCE * picofarads / tickMs);
    }

    /** A current of {@code picoamperes} into {@code picofarads}. */
    public static Row current(String of, String quantity, double picoamperes, double picofarads, double tickMs) {
        long register = CellCompiler.current(picoamperes, picofarads, tickMs);
        return new Row(of, quantity, "pA", picoamperes, register, register * CURRENT * picofarads / tickMs);
    }
}
