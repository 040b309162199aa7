package dev.ranvier.tools.lab.experiment;

import dev.ranvier.tools.cells.CellKind;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A kind of cell while a file changes it, starting from one of the default cells of the biophysical core, section 9.
 * Not safe for several threads.
 */
final class KindDraft {
    /** Numbers of the channels that every cell knows by name. */
    static final Map<String, Integer> NUMBERS =
            Map.of("AMPA", 0, "NMDA", 1, "GABA_A", 2, "GABA_B", 3, "AHP", 4, "BAP", 5);

    boolean two;
    double[] capacitance;
    double[] leak;
    double[] rest;
    double coupling;
    double threshold = -50;
    double peak = 40;
    double reset = -74;
    double spikeMs = 1;
    double refractoryMs = 2;
    /** Channels by name; the number of each in {@link #numbers}. */
    final Map<String, CellKind.Channel> channels = new LinkedHashMap<>();

    final Map<String, Integer> numbers = new LinkedHashMap<>();

    private KindDraft() {}

    /** One compartment: 200 pF, 10 nS. */
    static KindDraft point() {
        KindDraft cell = new KindDraft();
        cell.capacitance = new double[] {200, 200};
        cell.leak = new double[] {10, 10};
        cell.rest = new double[] {-70, -70};
        cell.receptors(false);
        cell.add("AHP", new CellKind.Channel("AHP", false, CellKind.Source.SPIKE, -90, 8, 25, 0, 0));
        return cell;
    }

    /** Soma and dendrite: 150 and 50 pF, coupled by 6 nS. */
    static KindDraft pyramidal() {
        KindDraft cell = new KindDraft();
        cell.two = true;
        cell.capacitance = new double[] {150, 50};
        cell.leak = new double[] {7.5, 5};
        cell.rest = new double[] {-70, -70};
        cell.coupling = 6;
        cell.receptors(true);
        cell.add("AHP", new CellKind.Channel("AHP", false, CellKind.Source.SPIKE, -90, 30, 30, 0, 0));
        cell.add("BAP", new CellKind.Channel("BAP", true, CellKind.Source.SPIKE, 62, 18, 2, 0, 0));
        return cell;
    }

    private void receptors(boolean dendrite) {
        add("AMPA", new CellKind.Channel("AMPA", dendrite, CellKind.Source.SYN, 0, 0.02, 2, 0, 0));
        add("NMDA", new CellKind.Channel("NMDA", dendrite, CellKind.Source.SYN, 0, 0.01, 50, 2, 1));
        add("GABA_A", new CellKind.Channel("GABA_A", dendrite, CellKind.Source.SYN, -70, 0.02, 6, 0, 0));
        add("GABA_B", new CellKind.Channel("GABA_B", dendrite, CellKind.Source.SYN, -90, 0.01, 150, 40, 0));
    }

    private void add(String name, CellKind.Channel channel) {
        channels.put(name, channel);
        numbers.put(name, NUMBERS.get(name));
    }

    CellKind finish() {
        Map<Integer, CellKind.Channel> byNumber = new LinkedHashMap<>();
        channels.forEach((name, channel) -> byNumber.put(numbers.get(name), channel));
        return new CellKind(
                two,
                capacitance,
                leak,
                rest,
                two ? coupling : 0,
                threshold,
                peak,
                reset,
                spikeMs,
                refractoryMs,
                byNumber);
    }
}
