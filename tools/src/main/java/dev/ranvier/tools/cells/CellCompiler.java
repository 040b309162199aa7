package dev.ranvier.tools.cells;

import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.RanvierException;
import java.util.ArrayList;
import java.util.List;

/** Physical units to registers (host recipe of the biophysical core, section 4). Stateless. */
public final class CellCompiler {
    private static final int RATE_BITS = 24;
    private static final int CONDUCTANCE_BITS = 28;
    private static final int SCALE_BITS = 36;
    private static final int CALCIUM_BITS = 12;
    private static final int LEARNING_BITS = 16;

    private CellCompiler() {}

    /** The registers of {@code network}. */
    public static CellNetwork compile(PhysicalNetwork network) {
        List<CellRegisters> profiles = new ArrayList<>();
        for (CellKind kind : network.kinds()) {
            profiles.add(registers(kind, network.tickMs()));
        }
        int[][] gates = new int[3][];
        for (int g = 0; g < 3; g++) {
            gates[g] = network.gates()[g] == null ? null : Biophysics.table(network.gates()[g]);
        }
        return new CellNetwork(
                network.name(),
                profiles,
                network.kindOfCell(),
                network.transmitterOfCell(),
                network.transmitterOfAxon(),
                network.channelsOfTransmitter(),
                gates,
                Biophysics.table(network.calcium()),
                Biophysics.stepTable(),
                network.spines() == null ? null : registers(network.spines(), network.tickMs()),
                network.synapses());
    }

    /** Potential register of {@code millivolts}; refuses what 24 bits cannot hold. */
    public static long potential(double millivolts) {
        long register = nearest(millivolts * (1 << 16));
        if (register < -(1 << 23) || register >= 1 << 23) {
            throw new RanvierException(
                    "potential " + millivolts + " mV does not fit its register, allowed: -128..127.99998 mV");
        }
        return register;
    }

    /** Register of a current of {@code picoamperes} into a compartment of {@code capacitance} pF at ticks of {@code tickMs} ms. */
    public static long current(double picoamperes, double capacitance, double tickMs) {
        return nearest(picoamperes * tickMs / capacitance * (1 << 24));
    }

    /** Decay register of a time constant of {@code tauMs} ms at steps of {@code stepMs} ms; 0 or less = no decay. */
    public static long rate(double tauMs, double stepMs) {
        if (tauMs <= 0) {
            return 0;
        }
        return Math.min((1 << RATE_BITS) - 1, nearest(-Math.expm1(-stepMs / tauMs) * (1 << RATE_BITS)));
    }

    /** Registers of a kind of cell at ticks of {@code tickMs} ms. */
    public static CellRegisters registers(CellKind kind, double tickMs) {
        long[] leak = new long[2];
        long[] coupling = new long[2];
        long[] rest = new long[2];
        for (int c = 0; c < 2; c++) {
            leak[c] = conductance(kind.leak()[c], kind.capacitance()[c], tickMs);
            coupling[c] = kind.two() ? conductance(kind.coupling(), kind.capacitance()[c], tickMs) : 0;
            rest[c] = potential(kind.rest()[c]);
        }
        List<CellRegisters.Channel> channels = new ArrayList<>();
        for (int k = 0; k < BiophysicalCoreSpec.CHANNELS; k++) {
            CellKind.Channel channel = kind.channels().get(k);
            channels.add(channel == null ? CellRegisters.Channel.NONE : registers(kind, channel, tickMs));
        }
        return new CellRegisters(
                kind.two(),
                leak,
                rest,
                coupling,
                potential(kind.threshold()),
                potential(kind.peak()),
                potential(kind.reset()),
                (int) Math.rint(kind.peakTime() / tickMs),
                Math.max(1, (int) Math.rint(kind.refractoryTime() / tickMs)),
                kind.two() ? 1 : 0,
                channels);
    }

    private static CellRegisters.Channel registers(CellKind kind, CellKind.Channel channel, double tickMs) {
        int compartment = kind.compartment(channel);
        // The scales hold the value in the middle of a tick, which makes the scheme accurate to second order.
        double perTick = channel.conductance() * tickMs / kind.capacitance()[compartment];
        boolean rises = channel.tauRise() > 0;
        double middleA = channel.tauDecay() > 0 ? Math.exp(-0.5 * tickMs / channel.tauDecay()) : 1;
        double middleB = rises ? Math.exp(-0.5 * tickMs / channel.tauRise()) : 0;
        boolean constant = channel.source() == CellKind.Source.CONST;
        double scale = Math.scalb(1.0, SCALE_BITS);
        return new CellRegisters.Channel(
                true,
                compartment,
                channel.source().ordinal(),
                channel.gate(),
                potential(channel.reversal()),
                rate(channel.tauDecay(), tickMs),
                rises ? rate(channel.tauRise(), tickMs) : 0,
                rises,
                constant ? 0 : nearest(perTick * channel.peakFactor() * middleA * scale),
                rises ? nearest(perTick * channel.peakFactor() * middleB * scale) : 0,
                constant ? nearest(perTick * (1L << CONDUCTANCE_BITS)) : 0);
    }

    /** Registers of spine plasticity at ticks of {@code tickMs} ms. */
    public static SpineRegisters registers(SpinePhysics p, double tickMs) {
        double sweep = tickMs * p.period();
        double middleC = Math.exp(-0.5 * sweep / p.tauCalcium());
        double middleN = middleC * Math.exp(-0.5 * sweep / p.tauBound());
        double calcium = 1 << CALCIUM_BITS;
        double learning = 1 << LEARNING_BITS;
        return new SpineRegisters(
                p.period(),
                rate(p.tauBound(), sweep),
                (long) Math.rint(p.boundJump() * learning),
                rate(p.tauCalcium(), sweep),
                (long) Math.rint(p.nmda() * middleN * sweep / p.period() * calcium),
                (long) Math.rint(p.preJump() * middleC * calcium),
                (long) Math.rint(p.postJump() * middleC * calcium),
                (int) Math.rint(p.preDelay() / sweep),
                (long) Math.rint(p.insertAbove() * calcium),
                (long) Math.rint(p.removeAbove() * calcium),
                (long) Math.rint(p.insertRate() * sweep * 1e-3 * learning),
                (long) Math.rint(p.removeRate() * sweep * 1e-3 * learning),
                (long) p.mostReceptors() << 16);
    }

    private static long conductance(double nanosiemens, double picofarads, double tickMs) {
        return nearest(nanosiemens * tickMs / picofarads * (1L << CONDUCTANCE_BITS));
    }

    private static long nearest(double x) {
        return (long) Math.floor(x + 0.5);
    }
}
