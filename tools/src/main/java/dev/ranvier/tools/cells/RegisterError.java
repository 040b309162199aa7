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
        List<RegisterError> list = new ArrayList<>();
        Quantisation.of(population, kind, tickMs).forEach(row -> list.add(of(row)));
        for (int c = 0; c < (kind.two() ? 2 : 1); c++) {
            double largest = 0;
            for (double current : model.current()[c]) {
                largest = Math.abs(current) > Math.abs(largest) ? current : largest;
            }
            if (largest != 0) {
                String parameter = (c == 0 ? "soma" : "dendrite") + ".current";
                list.add(of(Quantisation.current(population, parameter, largest, kind.capacitance()[c], tickMs)));
            }
        }
        return list;
    }

    private static RegisterError of(Quantisation.Row row) {
        return new RegisterError(row.of(), row.quantity(), row.unit(), row.value(), row.onChip());
    }
}
