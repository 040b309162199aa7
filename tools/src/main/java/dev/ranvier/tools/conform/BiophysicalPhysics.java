package dev.ranvier.tools.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.tools.cells.Biophysics;
import dev.ranvier.tools.cells.CellCompiler;
import dev.ranvier.tools.cells.CellKind;
import dev.ranvier.tools.cells.CellNetwork;
import dev.ranvier.tools.cells.PhysicalNetwork;
import dev.ranvier.tools.cells.SpinePhysics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The physical side of a biophysical case: its units to registers by the same compiler that users get. Stateless. */
final class BiophysicalPhysics {
    private static final Pattern BOLTZMANN =
            Pattern.compile("m_inf = 1/\\(1\\+exp\\(-\\(V-\\((-?[0-9.]+)\\)\\)/([0-9.]+)\\)\\)");

    private BiophysicalPhysics() {}

    /** The physical network of a case whose registers are {@code registers}. */
    static PhysicalNetwork network(GoldenCase golden, CellNetwork registers) {
        JsonNode physical = golden.get("physical");
        List<CellKind> kinds = new ArrayList<>();
        for (JsonNode profile : golden.get(physical, "profiles")) {
            kinds.add(kind(golden, profile));
        }
        double magnesium = golden.get("mg_mM").asDouble();
        DoubleUnaryOperator[] gates = new DoubleUnaryOperator[3];
        for (int g = 0; g < 3; g++) {
            if (registers.gates()[g] != null) {
                double block = golden.json()
                        .path("gate_mg_mM")
                        .path(Integer.toString(g + 1))
                        .asDouble(magnesium);
                gates[g] = millivolts -> Biophysics.magnesiumBlock(millivolts, block);
            }
        }
        if (golden.json().has("gate2")) {
            Matcher formula = BOLTZMANN.matcher(golden.get("gate2").asText());
            if (!formula.matches()) {
                throw new UnsupportedCase(
                        "gate2 is '" + golden.get("gate2").asText() + "', known: a Boltzmann function");
            }
            double half = Double.parseDouble(formula.group(1));
            double slope = Double.parseDouble(formula.group(2));
            gates[1] = millivolts -> Biophysics.boltzmann(millivolts, half, slope);
        }
        JsonNode plasticity = physical.path("plasticity");
        return new PhysicalNetwork(
                golden.name(),
                golden.get("dt_ms").asDouble(),
                kinds,
                registers.profileOfCell(),
                registers.transmitterOfCell(),
                registers.transmitterOfAxon(),
                registers.channelsOfTransmitter(),
                gates,
                millivolts -> Biophysics.calciumDrive(millivolts, magnesium),
                plasticity.isObject() ? spines(golden, plasticity) : null,
                registers.synapses());
    }

    private static CellKind kind(GoldenCase golden, JsonNode p) {
        Map<Integer, CellKind.Channel> channels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : golden.get(p, "channels").properties()) {
            JsonNode c = entry.getValue();
            channels.put(
                    Integer.parseInt(entry.getKey()),
                    new CellKind.Channel(
                            c.path("name").asText(),
                            golden.get(c, "comp").asText().equals("dend"),
                            CellKind.Source.valueOf(
                                    golden.get(c, "src").asText().toUpperCase(java.util.Locale.ROOT)),
                            golden.get(c, "E").asDouble(),
                            golden.get(c, "g").asDouble(),
                            c.path("tau_d").asDouble(),
                            c.path("tau_r").asDouble(),
                            c.path("gate").asInt()));
        }
        return new CellKind(
                golden.get(p, "two_compartment").asBoolean(),
                reals(golden.get(p, "C")),
                reals(golden.get(p, "gL")),
                reals(golden.get(p, "EL")),
                golden.get(p, "gC").asDouble(),
                golden.get(p, "v_thresh").asDouble(),
                golden.get(p, "v_peak").asDouble(),
                golden.get(p, "v_reset").asDouble(),
                golden.get(p, "t_ap").asDouble(),
                golden.get(p, "t_ref").asDouble(),
                channels);
    }

    private static double[] reals(JsonNode list) {
        double[] values = new double[list.size()];
        Arrays.setAll(values, i -> list.get(i).asDouble());
        return values;
    }

    private static SpinePhysics spines(GoldenCase golden, JsonNode p) {
        return new SpinePhysics(
                golden.get(p, "plast_div").asInt(),
                golden.get(p, "tau_n").asDouble(),
                golden.get(p, "q_n").asDouble(),
                golden.get(p, "tau_ca").asDouble(),
                golden.get(p, "k_nmda").asDouble(),
                golden.get(p, "c_pre").asDouble(),
                golden.get(p, "c_post").asDouble(),
                golden.get(p, "d_pre").asDouble(),
                golden.get(p, "theta_d").asDouble(),
                golden.get(p, "theta_p").asDouble(),
                golden.get(p, "rate_p").asDouble(),
                golden.get(p, "rate_d").asDouble(),
                golden.get(p, "n_max").asInt());
    }

    /** The host compiler has to give exactly the registers of the case. */
    static void compareRegisters(PhysicalNetwork physical, CellNetwork registers) {
        CellNetwork got = CellCompiler.compile(physical);
        for (int p = 0; p < registers.profiles().size(); p++) {
            var want = registers.profiles().get(p);
            var have = got.profiles().get(p);
            String place = "registers of profile " + p + " from physical units";
            same(place + ", channels", want.channels(), have.channels());
            same(
                    place,
                    List.of(
                            want.two(),
                            want.threshold(),
                            want.peak(),
                            want.reset(),
                            want.peakTicks(),
                            want.refractoryTicks(),
                            want.calciumCompartment()),
                    List.of(
                            have.two(),
                            have.threshold(),
                            have.peak(),
                            have.reset(),
                            have.peakTicks(),
                            have.refractoryTicks(),
                            have.calciumCompartment()));
            same(place + ", leak", Arrays.toString(want.leak()), Arrays.toString(have.leak()));
            same(place + ", rest", Arrays.toString(want.rest()), Arrays.toString(have.rest()));
            same(place + ", coupling", Arrays.toString(want.coupling()), Arrays.toString(have.coupling()));
        }
        for (int g = 0; g < 3; g++) {
            same("gate table " + (g + 1), Arrays.toString(registers.gates()[g]), Arrays.toString(got.gates()[g]));
        }
        same("calcium table", Arrays.toString(registers.calcium()), Arrays.toString(got.calcium()));
        same("phi table", Arrays.toString(registers.phi()), Arrays.toString(got.phi()));
        same("plasticity registers", String.valueOf(registers.spines()), String.valueOf(got.spines()));
    }

    private static void same(String where, Object expected, Object got) {
        if (!expected.equals(got)) {
            throw new Difference(where, expected.toString(), got.toString());
        }
    }
}
