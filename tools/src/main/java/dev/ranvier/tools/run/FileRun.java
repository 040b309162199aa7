package dev.ranvier.tools.run;

import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.cells.CellMapper;
import dev.ranvier.tools.cells.RegisterError;
import dev.ranvier.tools.data.SpikeFile;
import dev.ranvier.tools.data.SpikeInput;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.InputEvents;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.NetworkDocument;
import dev.ranvier.tools.network.NetworkFile;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.Probe;
import dev.ranvier.tools.network.RunSettings;
import dev.ranvier.tools.nir.NirGraph;
import dev.ranvier.tools.nir.NirImport;
import dev.ranvier.tools.nir.NirOptions;
import dev.ranvier.tools.nir.NirReader;
import dev.ranvier.tools.nir.NirReport;
import dev.ranvier.tools.nir.NirTiming;
import dev.ranvier.tools.nir.sim.NirSemantics;
import dev.ranvier.tools.nir.sim.NirSimulator;
import dev.ranvier.tools.nir.sim.Precision;
import dev.ranvier.tools.quantize.QuantizationReport;
import dev.ranvier.tools.quantize.Quantizer;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.PlasticReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A run of a user's network: reads the file, quantises, maps, feeds, records. For NIR files the float64 reference runs
 * beside the chip. Not safe for several threads.
 */
public final class FileRun {
    private static final double DEFAULT_DT_SECONDS = 1e-3;
    private static final long DEFAULT_TICKS = 100;
    private static final long MAX_TICKS = 1L << 40;
    private static final int CHUNK_TICKS = 256;

    /**
     * What a user asks for; null where nothing is said.
     *
     * @param file .nir or .yaml
     * @param chip preset or chip file
     * @param overrides values of the chip to change
     * @param chipGiven true if the user named the chip, so that it stands above the file's
     * @param input file with input spikes
     * @param steps ticks to run
     * @param dt length of a tick, s
     * @param semantics NIR semantics
     * @param quantizer quantiser
     * @param seed seed of the chip's draws
     */
    public record Settings(
            Path file,
            String chip,
            List<String> overrides,
            boolean chipGiven,
            String input,
            Long steps,
            Double dt,
            String semantics,
            String quantizer,
            long seed) {}

    /**
     * Spikes of a population.
     *
     * @param name its name
     * @param output true if it is an output
     * @param counts spikes per neuron
     * @param reference spikes per neuron of the float64 reference; null where there is none
     */
    public record PopulationResult(String name, boolean output, int[] counts, int[] reference) {
        /** Spikes of all neurons. */
        public long spikes() {
            return Arrays.stream(counts).asLongStream().sum();
        }

        /** Spikes of all neurons of the reference. */
        public long referenceSpikes() {
            return Arrays.stream(reference).asLongStream().sum();
        }
    }

    /**
     * What a probe recorded.
     *
     * @param probe the probe
     * @param ticks tick per sample
     * @param samples values by sample and element, as the chip has them
     * @param unit what one of them is
     */
    public record Series(Probe probe, List<Long> ticks, List<long[]> samples, Unit unit) {}

    /**
     * What a value of the chip stands for.
     *
     * @param scale physical value of 1
     * @param name of the unit
     */
    public record Unit(double scale, String name) {}

    /**
     * What a run gives.
     *
     * @param mapping the network on the chip
     * @param quantization what quantisation did; empty lists if nothing was quantised
     * @param registers what registers make of the parameters of cells
     * @param notes what was assumed, rounded or folded
     * @param populations spikes per population
     * @param input input events
     * @param spikes all spikes, {tick, population, neuron}
     * @param series what probes recorded
     * @param counters what the chip did
     * @param firstTick first tick of the run
     * @param lastTick last tick of the run
     * @param wallSeconds wall time
     */
    public record Result(
            Mapping mapping,
            QuantizationReport quantization,
            List<RegisterError> registers,
            List<String> notes,
            List<PopulationResult> populations,
            InputEvents input,
            List<int[]> spikes,
            List<Series> series,
            Counters counters,
            long firstTick,
            long lastTick,
            double wallSeconds) {
        /** True if the float64 reference has run. */
        public boolean hasReference() {
            return populations.stream().anyMatch(p -> p.reference() != null);
        }
    }

    /** Sees how far a run is. */
    public interface Listener {
        /** {@code done} of {@code all} ticks are done. */
        void progress(long done, long all);
    }

    private final ChipSpec spec;
    private final Mapping mapping;
    private final NetworkMapping mapped;
    private final List<String> notes;
    private final InputEvents input;
    private final List<Probe> probes;
    private final long ticks;
    private final NirGraph graph;
    private final String semantics;
    private final double dtSeconds;

    private FileRun(
            Mapping mapping,
            NetworkMapping mapped,
            List<String> notes,
            InputEvents input,
            List<Probe> probes,
            long ticks,
            NirGraph graph,
            String semantics,
            double dtSeconds) {
        this.spec = mapping.spec();
        this.mapping = mapping;
        this.mapped = mapped;
        this.notes = List.copyOf(notes);
        this.input = input;
        this.probes = probes;
        this.ticks = ticks;
        this.graph = graph;
        this.semantics = semantics;
        this.dtSeconds = dtSeconds;
    }

    /** The chip. */
    public ChipSpec spec() {
        return spec;
    }

    /** The network on the chip. */
    public Mapping mapping() {
        return mapping;
    }

    /** What was assumed, rounded or folded. */
    public List<String> notes() {
        return notes;
    }

    /** The file's name without folder and ending. */
    public static String baseName(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** Reads and maps what {@code settings} ask for. */
    public static FileRun prepare(Settings settings) {
        if (!Files.isRegularFile(settings.file())) {
            throw new RanvierException(
                    settings.file() + ": no such file; give 'digits', a .nir file or a network file (.yaml)");
        }
        String name = settings.file().getFileName().toString();
        return name.endsWith(".yaml") || name.endsWith(".yml") ? prepareYaml(settings) : prepareNir(settings);
    }

    // ------------------------------------------------------------------------------------------------------------ NIR

    private static FileRun prepareNir(Settings settings) {
        NirReport report = NirReader.read(settings.file(), NirOptions.DEFAULT);
        NirGraph graph = report.require().flatten();
        List<String> notes = new ArrayList<>();
        report.repairs().forEach(repair -> notes.add("repaired: " + repair));
        report.warnings().forEach(warning -> notes.add(warning));
        List<String> overrides = new ArrayList<>();
        String semantics = settings.semantics();
        for (String override : settings.overrides()) {
            // A name of NIR semantics given as --profile means the semantics; a chip's own profile comes first.
            String value = override.startsWith("profile=") ? override.substring("profile=".length()) : "";
            if (!value.isEmpty()
                    && !List.of("nengo", "lava", "brian2").contains(value)
                    && NirSemantics.names().contains(value)) {
                semantics = value;
            } else {
                overrides.add(override);
            }
        }
        double dt = chooseDt(graph, settings.dt());
        notes.addAll(NirTiming.warnings(graph, dt));
        NirSemantics profile = NirSemantics.named(semantics);
        notes.add("semantics " + semantics + ", ticks of " + dt + " s");
        ChipSpec spec = Chips.load(settings.chip(), overrides);
        NirImport.Result imported = NirImport.run(baseName(settings.file()), graph, dt);
        notes.addAll(imported.notes());
        NetworkMapping mapped = NetworkMapping.of(
                imported.network(),
                spec,
                ChipSemantics.discretization(profile, dt),
                Quantizer.byName(settings.quantizer()),
                settings.seed());
        notes.addAll(mapped.notes());
        Mapping mapping = mapped.mapping();
        InputEvents input = settings.input() == null ? InputEvents.NONE : events(settings.input(), mapping);
        long ticks = settings.steps() != null ? settings.steps() : lastTick(input) + DEFAULT_TICKS;
        checkTicks(ticks);
        if (settings.input() == null) {
            notes.add("no --input: the network runs on its biases alone");
        }
        return new FileRun(mapping, mapped, notes, input, List.of(), ticks, graph, semantics, dt);
    }

    private static void checkTicks(long ticks) {
        if (ticks < 1 || ticks > MAX_TICKS) {
            throw new RanvierException("--steps is " + ticks + ", allowed: 1.." + MAX_TICKS);
        }
    }

    private static long lastTick(InputEvents input) {
        return input.count() == 0 ? 0 : input.ticks()[input.count() - 1] + 1;
    }

    /** The user's dt, or the one that the file's own time constants imply, or 1 ms. */
    public static double chooseDt(NirGraph graph, Double given) {
        if (given != null) {
            return given;
        }
        return NirTiming.candidates(graph.flatten()).stream()
                .filter(NirTiming.DtCandidate::certain)
                // Quotients of the file's numbers carry their rounding: 10 digits are what was meant.
                .mapToDouble(candidate -> new BigDecimal(candidate.dtSeconds())
                        .round(new MathContext(10))
                        .doubleValue())
                .findFirst()
                .orElse(DEFAULT_DT_SECONDS);
    }

    private static InputEvents events(String location, Mapping mapping) {
        int channels = mapping.image().channels();
        SpikeInput spikes = SpikeFile.read(location, OptionalInt.empty(), SpikeFile.DEFAULT_MICROSECONDS_PER_TICK);
        if (spikes.channels() > channels) {
            throw new RanvierException(location + " has " + spikes.channels() + " channels, the network has inputs for "
                    + channels + ": channels 0.." + (channels - 1));
        }
        return new InputEvents(Arrays.stream(spikes.tick()).asLongStream().toArray(), spikes.channel(), spikes.value());
    }

    // ----------------------------------------------------------------------------------------------------------- YAML

    private static FileRun prepareYaml(Settings settings) {
        NetworkDocument document = NetworkFile.read(settings.file());
        RunSettings said = document.settings();
        List<String> notes = new ArrayList<>();
        ChipSpec spec = ChipChoice.of(document, settings.chipGiven() ? settings.chip() : null, settings.overrides());
        OptionalDouble tickSeconds = settings.dt() != null ? OptionalDouble.of(settings.dt()) : said.tickSeconds();
        double dt = tickSeconds.orElse(
                document.network().kind() == Network.Kind.CELLS ? CellMapper.DEFAULT_TICK_SECONDS : DEFAULT_DT_SECONDS);
        NetworkMapping mapped = NetworkMapping.of(
                document.network(),
                spec,
                ChipSemantics.discretization(NirSemantics.named(settings.semantics()), dt),
                Quantizer.byName(settings.quantizer()),
                settings.seed() != 0 ? settings.seed() : said.seed().orElse(0));
        notes.addAll(mapped.notes());
        mapped.registers().stream()
                .max(Comparator.comparingDouble(RegisterError::relative))
                .ifPresent(worst -> notes.add(String.format(
                        Locale.ROOT,
                        "ticks of %s ms; largest quantisation error of a parameter: %.2g %% (%s of %s: %s %s, on the chip"
                                + " %.7g)",
                        BigDecimal.valueOf(dt * 1e3)
                                .round(new MathContext(10))
                                .stripTrailingZeros()
                                .toPlainString(),
                        100 * worst.relative(),
                        worst.parameter(),
                        worst.population(),
                        worst.wanted(),
                        worst.unit(),
                        worst.onChip())));
        Mapping mapping = mapped.mapping();
        InputEvents input = settings.input() == null ? document.inputEvents() : events(settings.input(), mapping);
        long ticks = settings.steps() != null ? settings.steps() : said.ticks().orElse(lastTick(input) + DEFAULT_TICKS);
        checkTicks(ticks);
        return new FileRun(mapping, mapped, notes, input, said.probes(), ticks, null, "", dt);
    }

    // ------------------------------------------------------------------------------------------------------------ run

    /** Runs on a board that {@code opener} opens. */
    public Result run(Function<ChipSpec, ? extends ChipSession> opener, Listener listener) {
        List<Series> series = new ArrayList<>();
        List<int[]> spikes = new ArrayList<>();
        Network network = mapping.network();
        int[][] counts = new int[network.populations().size()][];
        SourceMap where = new SourceMap(mapping);
        for (int p = 0; p < counts.length; p++) {
            counts[p] = new int[network.populations().get(p).size()];
        }
        Counters counters;
        long first;
        double wallSeconds;
        try (ChipSession session = opener.apply(spec)) {
            session.load(mapping.image());
            session.collectSpikes();
            first = session.tick() + 1;
            session.inject(input.ticks(), input.channels(), input.values());
            List<Recorder> recorders = new ArrayList<>();
            for (Probe probe : probes) {
                Recorder recorder = recorder(probe, session);
                if (recorder != null) {
                    recorders.add(recorder);
                    series.add(recorder.series);
                }
            }
            long start = System.nanoTime();
            long done = 0;
            while (done < ticks) {
                long chunk = Math.min(CHUNK_TICKS, ticks - done);
                for (Recorder recorder : recorders) {
                    chunk = Math.min(chunk, recorder.every - done % recorder.every);
                }
                session.advance(chunk);
                done += chunk;
                session.takeSpikes((tick, source, value) -> {
                    int population = where.population(source);
                    if (population >= 0) {
                        counts[population][where.neuron(source)]++;
                        spikes.add(new int[] {(int) tick, population, where.neuron(source)});
                    }
                });
                for (Recorder recorder : recorders) {
                    if (done % recorder.every == 0) {
                        recorder.record(session.tick());
                    }
                }
                listener.progress(done, ticks);
            }
            wallSeconds = (System.nanoTime() - start) * 1e-9;
            counters = session.counters();
        }
        int[][] reference = reference();
        List<PopulationResult> populations = new ArrayList<>();
        for (int p = 0; p < counts.length; p++) {
            Population population = network.populations().get(p);
            populations.add(new PopulationResult(
                    population.name(), population.output(), counts[p], reference == null ? null : reference[p]));
        }
        return new Result(
                mapping,
                mapped.quantization(),
                mapped.registers(),
                notes,
                populations,
                input,
                spikes,
                series,
                counters,
                first,
                first + ticks - 1,
                wallSeconds);
    }

    /** Reads one probe; the values of a sample are in the order of the probe's elements. */
    private abstract static class Recorder {
        final Series series;
        final int every;

        Recorder(Probe probe, int every, Unit unit) {
            series = new Series(probe, new ArrayList<>(), new ArrayList<>(), unit);
            this.every = every;
        }

        void record(long tick) {
            series.ticks().add(tick);
            series.samples().add(read());
        }

        abstract long[] read();
    }

    private Recorder recorder(Probe probe, ChipSession session) {
        return switch (probe) {
            case Probe.Spikes spikes -> null; // every spike is recorded anyway
            case Probe.State state -> {
                int[] all = mapping.sources(state.of());
                int[] sources = Arrays.stream(state.neurons()).map(i -> all[i]).toArray();
                List<String> variables = StateVariables.onChip(mapping, state.of(), state.variable());
                Unit unit = StateVariables.unit(mapping, state.of(), state.variable(), dtSeconds);
                yield new Recorder(probe, state.every(), unit) {
                    @Override
                    long[] read() {
                        long[] values = session.readState(variables.getFirst(), sources);
                        if (variables.size() == 2) {
                            long[] less = session.readState(variables.get(1), sources);
                            for (int i = 0; i < values.length; i++) {
                                values[i] = Math.max(0, values[i] - less[i]);
                            }
                        }
                        return values;
                    }
                };
            }
            case Probe.Synapses synapses -> {
                PlasticReader reader = new PlasticReader(session, mapping, synapses.of());
                String field = StateVariables.field(spec, synapses.variable());
                int shift = StateVariables.shift(spec, synapses.variable());
                reader.require(field);
                Unit unit = StateVariables.unit(spec, synapses.variable());
                yield new Recorder(probe, synapses.every(), unit) {
                    @Override
                    long[] read() {
                        long[] values = reader.synapses(field);
                        for (int i = 0; i < values.length; i++) {
                            values[i] >>= shift;
                        }
                        return values;
                    }
                };
            }
        };
    }

    /** Spikes per population and neuron of the float64 reference; null where there is no NIR graph to run. */
    private int[][] reference() {
        if (graph == null) {
            return null;
        }
        NirSimulator simulator = new NirSimulator(graph, NirSemantics.named(semantics), dtSeconds, Precision.FLOAT64);
        List<Population> populations = mapping.network().populations();
        int[][] counts = new int[populations.size()][];
        for (int p = 0; p < counts.length; p++) {
            counts[p] = new int[populations.get(p).size()];
        }
        double[] now = new double
                [mapping.network().inputs().stream().mapToInt(Input::channels).sum()];
        int next = 0;
        // The chip's host latency is no part of the network: an event of tick t is the reference's input of step t.
        long origin = input.count() == 0 ? 0 : Math.min(0, input.ticks()[0]);
        for (long t = origin; t < origin + ticks; t++) {
            Arrays.fill(now, 0);
            while (next < input.count() && input.ticks()[next] == t) {
                now[input.channels()[next]] += input.values()[next];
                next++;
            }
            simulator.step(now);
            for (int p = 0; p < counts.length; p++) {
                double[] spikes = simulator.output(populations.get(p).name());
                boolean fires = firing(populations.get(p).name());
                for (int i = 0; fires && i < spikes.length; i++) {
                    counts[p][i] += (int) Math.round(spikes[i]);
                }
            }
        }
        return counts;
    }

    private boolean firing(String node) {
        return switch (graph.node(node)) {
            case dev.ranvier.tools.nir.NirNode.IF n -> true;
            case dev.ranvier.tools.nir.NirNode.LIF n -> true;
            case dev.ranvier.tools.nir.NirNode.CubaLIF n -> true;
            case dev.ranvier.tools.nir.NirNode.Threshold n -> true;
            default -> false;
        };
    }
}
