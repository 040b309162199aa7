package dev.ranvier.emulator.device;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.ClockSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.CompartmentProfile;
import dev.ranvier.hw.CostTable;
import dev.ranvier.hw.Exactness;
import dev.ranvier.hw.FabricSpec;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.GridSpec;
import dev.ranvier.hw.Limit;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.AxonAddress;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.MemorySection;
import dev.ranvier.hw.image.OutputPort;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A board for tests of the wire: neuron c spikes one tick after an event of channel c, with its value. Word 0 of core 0 says
 * how many neurons spike in every tick besides; word 1 how many microseconds a tick takes; word 2 in which tick it fails.
 */
final class EchoChip implements Chip {
    static final String MEMORY = "words";

    private final ChipSpec spec;
    private final long[][] words;
    private final long[] fired;
    private final SpikeLog log = new SpikeLog();
    private final TreeMap<Long, long[]> events = new TreeMap<>(); // tick -> channel << 32 | value, unsorted
    private ChipImage image;
    private long tick;
    private long spikes;
    private long hostEvents;
    private boolean closed;

    EchoChip(ChipSpec spec) {
        this.spec = spec;
        words = new long[spec.cores()][spec.memory(MEMORY).depth()];
        fired = new long[spec.cores() * spec.core().neurons()];
    }

    /** A board of {@code cores} cores with {@code neurons} neurons and 64 words each. */
    static ChipSpec spec(int cores, int neurons) {
        return spec(cores, neurons, 64);
    }

    /** A board of {@code cores} cores with {@code neurons} neurons and {@code depth} words each. */
    static ChipSpec spec(int cores, int neurons, int depth) {
        Map<String, Limit> limits = new LinkedHashMap<>();
        limits.put("neurons", new Limit("neurons", neurons, "compartments", "test"));
        limits.put("synapse_bits", new Limit("synapse_bits", 1024, "bits", "test"));
        Exactness exactness = new Exactness(Exactness.Level.MODEL, "nothing", List.of(), List.of());
        CompartmentProfile profile = new CompartmentProfile(
                "echo",
                CompartmentProfile.Semantics.NENGO,
                exactness,
                1,
                1,
                4095,
                63,
                4095,
                0,
                7,
                1,
                131071,
                -7,
                7,
                0,
                false,
                true);
        FieldSpec value = new FieldSpec("value", 0, 0, 32, false, "anything", "test");
        return new ChipSpec(
                "echo",
                "a board that answers every event with a spike",
                "compartment",
                "1",
                exactness,
                new ClockSpec(1, ClockSpec.TimePolicy.BARRIER, 0, "none"),
                new GridSpec(cores, 1, 1, 1),
                new FabricSpec(
                        FabricSpec.Router.DIRECT,
                        FabricSpec.Topology.MESH,
                        "none",
                        FabricSpec.Routing.X_FIRST,
                        FabricSpec.Multicast.COPIES,
                        1,
                        8,
                        1,
                        1,
                        1,
                        1,
                        0,
                        1,
                        1,
                        1024,
                        new FabricSpec.LinkSpec(1, 1, 1, 1)),
                new CompartmentCoreSpec(limits, 8, profile, List.of(profile)),
                List.of(new MemorySpec(
                        MEMORY, "words", depth, 1, 32, MemorySpec.Authority.WORDS, "ranvier", List.of(value))),
                new CostTable("none", "test", Map.of("spike", new CostTable.Cost(1, 2)), List.of()),
                List.of(),
                "%064x".formatted(cores * 65536L + neurons));
    }

    /** The usual small board: 2 cores of 16 neurons. */
    static ChipSpec small() {
        return spec(2, 16);
    }

    /** An image for {@code spec}: one input port to all neurons, one population of all, the given words in core 0. */
    static ChipImage image(ChipSpec spec, long... coreWords) {
        int neurons = spec.cores() * spec.core().neurons();
        int[] offsets = IntStream.rangeClosed(0, neurons).toArray();
        long[] targets = IntStream.range(0, neurons)
                .mapToLong(i -> AxonAddress.spike(
                        i / spec.core().neurons(), i % spec.core().neurons(), 0))
                .toArray();
        return ChipImage.of(
                "echo-net",
                spec.name(),
                spec.digest(),
                List.of(
                        new MemorySection(0, MEMORY, 0, Arrays.copyOf(coreWords, Math.max(3, coreWords.length))),
                        new MemorySection(1, MEMORY, 8, new long[] {11, 12, 13})),
                List.of(new InputPort("in", InputPort.Kind.SPIKE, offsets, targets)),
                List.of(new OutputPort("all", true, IntStream.range(0, neurons).toArray())));
    }

    @Override
    public ChipSpec spec() {
        return spec;
    }

    @Override
    public Optional<ChipImage> image() {
        return Optional.ofNullable(image);
    }

    @Override
    public void load(ChipImage next) {
        for (MemorySection section : next.sections()) {
            spec.memory(section.memory())
                    .checkRange(spec.place(section.core()), section.address(), section.words().length);
        }
        image = next;
        for (long[] core : words) {
            Arrays.fill(core, 0);
        }
        for (MemorySection section : next.sections()) {
            System.arraycopy(section.words(), 0, words[section.core()], section.address(), section.words().length);
        }
        reset(ResetScope.ALL);
    }

    @Override
    public void reset(ResetScope scope) {
        if (scope == ResetScope.PLASTICITY) {
            return;
        }
        tick = 0;
        Arrays.fill(fired, 0);
        events.clear();
        log.clear();
        if (scope == ResetScope.ALL) {
            clearCounters();
        }
    }

    @Override
    public long tick() {
        return tick;
    }

    @Override
    public long cycle() {
        return 10 * tick;
    }

    @Override
    public void advance(long ticks) {
        for (long i = 0; i < ticks; i++) {
            tick++;
            if (words[0][2] == tick) {
                throw new IllegalStateException("told to fail in tick " + tick);
            }
            if (log.enabled()) {
                log.beginTick(tick);
            }
            for (int source = 0; source < words[0][0]; source++) {
                fire(source, 1);
            }
            if (!events.isEmpty()) {
                long[] due = events.remove(tick);
                if (due != null) {
                    Arrays.sort(due);
                    for (long event : due) {
                        fire((int) (event >> 32), (int) event);
                    }
                }
            }
            if (words[0][1] > 0) {
                long end = System.nanoTime() + 1000 * words[0][1];
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private void fire(int source, int value) {
        fired[source]++;
        spikes++;
        if (log.enabled()) {
            log.add(source, value);
        }
    }

    @Override
    public boolean inject(long stamp, int channel, int value) {
        if (stamp + 1 <= tick) {
            return false;
        }
        hostEvents++;
        long event = ((long) channel << 32) | (value & 0xFFFFFFFFL);
        events.merge(stamp + 1, new long[] {event}, (a, b) -> {
            long[] both = Arrays.copyOf(a, a.length + 1);
            both[a.length] = b[0];
            return both;
        });
        return true;
    }

    @Override
    public MemoryBank memory(int core, String name) {
        MemorySpec memory = spec.memory(name);
        return new MemoryBank() {
            @Override
            public MemorySpec spec() {
                return memory;
            }

            @Override
            public long read(int address) {
                return words[core][address];
            }

            @Override
            public void write(int address, long word) {
                words[core][address] = word;
            }
        };
    }

    @Override
    public List<String> stateVariables() {
        return List.of("fired", "tick");
    }

    @Override
    public void readState(String variable, int[] sources, long[] out) {
        for (int i = 0; i < sources.length; i++) {
            out[i] = variable.equals("tick") ? tick : fired[sources[i]];
        }
    }

    @Override
    public SpikeLog spikeLog() {
        return log;
    }

    @Override
    public Counters counters() {
        return new Counters(
                tick,
                cycle(),
                10.0 * tick,
                spikes,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                hostEvents,
                0.5,
                "none",
                Optional.empty(),
                List.of());
    }

    @Override
    public void clearCounters() {
        spikes = 0;
        hostEvents = 0;
    }

    @Override
    public void save(DataOutput out) {
        throw new RanvierException("not saved in tests");
    }

    @Override
    public void restore(DataInput in) {
        throw new RanvierException("not restored in tests");
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
