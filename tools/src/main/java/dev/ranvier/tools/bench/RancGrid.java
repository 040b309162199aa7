package dev.ranvier.tools.bench;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.crossbar.CrossbarAssembler;
import dev.ranvier.tools.crossbar.CrossbarImage;
import dev.ranvier.tools.crossbar.CrossbarNetwork;
import dev.ranvier.tools.crossbar.RancSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** 64 crossbar cores of preset ranc-sim, at 2 % or 38 % firing. Stateless. */
public final class RancGrid implements Workload {
    private static final int COLUMNS = 13;
    private static final int ROWS = 5;
    private static final int CORES = 64;
    private static final int BUS = COLUMNS * ROWS - 1;

    private record Variant(String name, int threshold, long spikes, long events, long allEvents) {}

    private static final List<Variant> VARIANTS = List.of(
            new Variant("B2", 50, 32_778, 835_432, 1_070_790), new Variant("B20", 5, 628_982, 16_023_771, 20_194_250));

    @Override
    public String name() {
        return "ranc";
    }

    @Override
    public String title() {
        return "64 RANC cores of 256 x 256, density 10 %, 2 % or 38 % firing (--variant B2 | B20)";
    }

    @Override
    public List<Result> run(Map<String, String> options, int threads, double seconds) {
        for (String key : options.keySet()) {
            if (!key.equals("variant")) {
                throw new RanvierException(
                        "workload '" + name() + "' has no option '" + key + "'; it has variant (B2, B20)");
            }
        }
        String wanted = options.getOrDefault("variant", "");
        List<Result> results = new ArrayList<>();
        for (Variant variant : VARIANTS) {
            if (wanted.isEmpty() || wanted.equals(variant.name())) {
                results.add(measure(variant, threads, seconds));
            }
        }
        if (results.isEmpty()) {
            throw new RanvierException("variant is '" + wanted + "', allowed: B2, B20");
        }
        return results;
    }

    private static Result measure(Variant variant, int threads, double seconds) {
        long building = System.nanoTime();
        CrossbarImage image = image(variant.threshold());
        double buildSeconds = (System.nanoTime() - building) * 1e-9;
        CrossbarMeasurement measured = CrossbarMeasurement.of(image, threads, seconds);
        List<Check> checks = List.of(
                new Check("spikes of ticks 31..130", Long.toString(variant.spikes()), Long.toString(measured.spikes())),
                new Check(
                        "synaptic events of ticks 31..130",
                        Long.toString(variant.events()),
                        Long.toString(measured.events())),
                new Check(
                        "synaptic events of ticks 1..130",
                        Long.toString(variant.allEvents()),
                        Long.toString(measured.total().synapticEvents())));
        return new Result(
                "ranc " + variant.name(),
                checks.stream().allMatch(Check::right),
                checks,
                measured.figures(buildSeconds));
    }

    private static CrossbarImage image(int threshold) {
        RancSettings settings =
                new RancSettings(CrossbarGenerator.SIDE, CrossbarGenerator.SIDE, COLUMNS, ROWS, 4, 16, true);
        ChipSpec spec = Chips.load("ranc-sim", settings.overrides(CORES));
        CrossbarGenerator[] cores = new CrossbarGenerator[1];
        cores[0] = new CrossbarGenerator(COLUMNS, CORES, threshold, (c, j) -> {
            if (j == 0) {
                return cores[0].target(c, BUS, c, 0);
            }
            int g = c * CrossbarGenerator.SIDE + j;
            int q = (g * 5021 + 77) % (CORES * CrossbarGenerator.SIDE);
            return cores[0].target(c, q / CrossbarGenerator.SIDE, q % CrossbarGenerator.SIDE, g % 3);
        });
        CrossbarNetwork network = new CrossbarNetwork(
                "ranc-bench", cores[0], Optional.of(new CrossbarNetwork.Bus(COLUMNS - 1, ROWS - 1, CORES)));
        return CrossbarAssembler.assemble(network, List.of(), spec);
    }
}
