package dev.ranvier.tools.bench;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.crossbar.CrossbarAssembler;
import dev.ranvier.tools.crossbar.CrossbarCoreModel;
import dev.ranvier.tools.crossbar.CrossbarImage;
import dev.ranvier.tools.crossbar.CrossbarNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A whole TrueNorth chip: 4096 cores, a million neurons, 2 % firing. Stateless. */
public final class TrueNorthChip implements Workload {
    private static final int COLUMNS = 64;
    private static final int CORES = COLUMNS * COLUMNS;
    private static final int NEURONS = CORES * CrossbarGenerator.SIDE;
    private static final double TICKS_PER_SECOND = 1000;

    private static final long SYNAPSES = 26_840_833;
    private static final long SPIKES = 2_096_824;
    private static final long EVENTS = 53_664_239;
    private static final long ALL_SPIKES = 2_729_824;
    private static final long ALL_EVENTS = 68_804_926;
    private static final long POTENTIALS = 25_498_184;
    private static final long[] FIRST_SPIKES = {21093, 21795, 22166, 22331, 21698};

    @Override
    public String name() {
        return "truenorth";
    }

    @Override
    public String title() {
        return "a TrueNorth chip: 4096 cores, 1,048,576 neurons, 26.8 M synapses, 2 % firing";
    }

    @Override
    public List<Result> run(Map<String, String> options, int threads, double seconds) {
        if (!options.isEmpty()) {
            throw new RanvierException("workload '" + name() + "' has no options; given: " + options.keySet());
        }
        long building = System.nanoTime();
        CrossbarImage image = image();
        double buildSeconds = (System.nanoTime() - building) * 1e-9;
        CrossbarMeasurement measured = CrossbarMeasurement.of(image, threads, seconds);
        List<Check> checks = List.of(
                check("synapses", SYNAPSES, synapses(image)),
                new Check("spikes of ticks 1..5", text(FIRST_SPIKES), text(measured.firstSpikes())),
                check("spikes of ticks 31..130", SPIKES, measured.spikes()),
                check("synaptic events of ticks 31..130", EVENTS, measured.events()),
                check("spikes of ticks 1..130", ALL_SPIKES, measured.total().spikes()),
                check(
                        "synaptic events of ticks 1..130",
                        ALL_EVENTS,
                        measured.total().synapticEvents()),
                check("sum of potentials after tick 130", POTENTIALS, measured.potentials()));
        Map<String, Double> figures = measured.figures(buildSeconds);
        figures.put("real_time", figures.get("ticks_per_second") / TICKS_PER_SECOND);
        return List.of(new Result(name(), checks.stream().allMatch(Check::right), checks, figures));
    }

    private static Check check(String what, long expected, long got) {
        return new Check(what, Long.toString(expected), Long.toString(got));
    }

    private static String text(long[] values) {
        return Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    private static long synapses(CrossbarImage image) {
        return image.image().sections().stream()
                .filter(section -> section.memory().equals("crossbar"))
                .flatMapToLong(section -> Arrays.stream(section.words()))
                .map(Long::bitCount)
                .sum();
    }

    /** The workload on preset truenorth. */
    public static CrossbarImage image() {
        ChipSpec spec = Chips.load("truenorth");
        CrossbarNetwork network = new CrossbarNetwork("truenorth-bench", cores(), Optional.empty());
        return CrossbarAssembler.assemble(network, List.of(), spec);
    }

    private static Iterable<CrossbarCoreModel> cores() {
        CrossbarGenerator[] cores = new CrossbarGenerator[1];
        cores[0] = new CrossbarGenerator(COLUMNS, CORES, 50, (c, j) -> {
            int g = c * CrossbarGenerator.SIDE + j;
            int q = (int) ((g * 5021L + 77) % NEURONS);
            return cores[0].target(c, q / CrossbarGenerator.SIDE, q % CrossbarGenerator.SIDE, 1 + g % 3);
        });
        return cores[0];
    }
}
