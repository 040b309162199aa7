package dev.ranvier.tools.cells;

import dev.ranvier.tools.network.CellModel;
import java.util.ArrayList;
import java.util.List;

/**
 * What a register makes of a parameter.
 *
 * @param population population of the cells
 * @param parameter name of the parameter
 * @param unit mV, nS, ms or pA
 * @param wanted value in the network file
 * @param onChip value that the register stands for
 */
public record RegisterError(String population, String parameter, String unit, double wanted, double onChip) {
    /** |on chip - wanted|, as a fraction of wanted; of 1 mV for a potential of 0. */
    public double relative() {
        return Math.abs(onChip - wanted) / (wanted == 0 ? 1 : Math.abs(wanted));
    }

    /** The parameters of a population at ticks of {@code tickMs} ms. */
    static List<RegisterError> of(String population, CellModel model, double tickMs) {
        CellKind kind = model.kind();
        CellRegisters registers = CellCompiler.registers(kind, tickMs);
        List<RegisterError> list = new ArrayList<>();
        for (int c = 0; c < (kind.two() ? 2 : 1); c++) {
            String part = c == 0 ? "soma." : "dendrite.";
            double unit = kind.capacitance()[c] / tickMs / (1L << 28);
            list.add(new RegisterError(
                    population, part + "leak", "nS", kind.leak()[c], registers.leak()[c] * unit));
            list.add(potential(
                    population, part + "rest", kind.rest()[c], registers.rest()[c]));
            if (kind.two()) {
                list.add(new RegisterError(
                        population,
                        "coupling (" + part.replace(".", ")"),
                        "nS",
                        kind.coupling(),
                        registers.coupling()[c] * unit));
            }
            double largest = 0;
            for (double current : model.current()[c]) {
                largest = Math.abs(current) > Math.abs(largest) ? current : largest;
            }
            if (largest != 0) {
                double got = CellCompiler.current(largest, kind.capacitance()[c], tickMs)
                        * kind.capacitance()[c]
                        / tickMs
                        / (1 << 24);
                list.add(new RegisterError(population, part + "current", "pA", largest, got));
            }
        }
        list.add(potential(population, "spike.threshold", kind.threshold(), registers.threshold()));
        list.add(potential(population, "spike.peak", kind.peak(), registers.peak()));
        list.add(potential(population, "spike.reset", kind.reset(), registers.reset()));
        list.add(new RegisterError(
                population, "spike.peak_time", "ms", kind.peakTime(), registers.peakTicks() * tickMs));
        list.add(new RegisterError(
                population, "spike.refractory", "ms", kind.refractoryTime(), registers.refractoryTicks() * tickMs));
        kind.channels()
                .forEach((number, channel) -> channel(
                        list,
                        population,
                        channel,
                        registers.channels().get(number),
                        kind.capacitance()[kind.compartment(channel)],
                        tickMs));
        return list;
    }

    private static RegisterError potential(String population, String parameter, double wanted, long register) {
        return new RegisterError(population, parameter, "mV", wanted, register / 65536.0);
    }

    private static void channel(
            List<RegisterError> list,
            String population,
            CellKind.Channel channel,
            CellRegisters.Channel registers,
            double capacitance,
            double tickMs) {
        String name = channel.name() + ".";
        list.add(potential(population, name + "reversal", channel.reversal(), registers.reversal()));
        boolean constant = channel.source() == CellKind.Source.CONST;
        double middle = channel.tauDecay() > 0 ? Math.exp(-0.5 * tickMs / channel.tauDecay()) : 1;
        double conductance = constant
                ? registers.start() * capacitance / tickMs / (1L << 28)
                : Math.scalb(registers.scaleA() * capacitance / tickMs / channel.peakFactor() / middle, -36);
        list.add(new RegisterError(population, name + "conductance", "nS", channel.conductance(), conductance));
        tau(list, population, name + "decay", channel.tauDecay(), registers.decayA(), tickMs);
        tau(list, population, name + "rise", channel.tauRise(), registers.decayB(), tickMs);
    }

    private static void tau(
            List<RegisterError> list, String population, String parameter, double tau, long register, double tickMs) {
        if (tau > 0) {
            list.add(new RegisterError(
                    population, parameter, "ms", tau, -tickMs / Math.log1p(-Math.scalb((double) register, -24))));
        }
    }
}
