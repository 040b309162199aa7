package dev.ranvier.emulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.CoreWords;
import dev.ranvier.emulator.RandomNetwork;
import dev.ranvier.emulator.cost.FabricCounters;
import dev.ranvier.emulator.cost.TickLengths;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.AxonAddress;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.MemorySection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Timing that acts: what cycle timing changes of a run, and what not. */
class CycleTimingTest {
    private static final int TICKS = 50;

    private static final List<List<String>> BOARDS = List.of(
            List.of(),
            List.of("grid.cores_per_tile=1"),
            List.of(
                    "grid.cores_per_tile=1",
                    "grid.columns=1",
                    "grid.rows=4",
                    "fabric.planes=1",
                    "fabric.buffer_depth=1"),
            List.of("grid.cores_per_tile=1", "grid.columns=2", "grid.rows=2", "fabric.pipeline=base"),
            List.of("grid.cores_per_tile=1", "grid.columns=2", "grid.rows=2", "fabric.pipeline=la"),
            List.of("grid.cores_per_tile=1", "grid.columns=2", "grid.rows=2", "fabric.routing=y_first"),
            List.of(
                    "grid.cores_per_tile=1",
                    "grid.columns=4",
                    "grid.rows=1",
                    "fabric.router=ranc",
                    "fabric.pipeline=x"),
            List.of("grid.cores_per_tile=2", "grid.columns=3", "fabric.topology=torus", "fabric.virtual_channels=2"),
            List.of("grid.cores_per_tile=1", "grid.columns=3", "fabric.multicast=tree"),
            List.of("grid.cores_per_tile=1", "grid.columns=2", "grid.rows=1", "grid.chips=2"),
            List.of(
                    "grid.cores_per_tile=1",
                    "grid.columns=1",
                    "grid.rows=1",
                    "grid.chips=4",
                    "fabric.links.columns=2",
                    "fabric.multicast=tree"),
            List.of("grid.cores_per_tile=1", "clock.policy=fixed", "clock.tick_cycles=1000000"),
            List.of(
                    "grid.cores_per_tile=1",
                    "grid.columns=2",
                    "fabric.multicast=tree",
                    "clock.policy=fixed",
                    "clock.tick_cycles=1000000"));

    static Stream<Arguments> boards() {
        return Stream.of("nengo", "lava", "brian2").flatMap(profile -> Stream.of(false, true)
                .flatMap(learning -> BOARDS.stream().map(board -> Arguments.of(profile, learning, board))));
    }

    @ParameterizedTest(name = "profile {0}, learning {1}, {2}")
    @MethodSource("boards")
    @DisplayName("when nothing is late, the spikes are those of functional timing")
    void sameSpikes(String profile, boolean learning, List<String> board) {
        long seed = board.hashCode() + profile.hashCode();
        RandomNetwork network = RandomNetwork.of(profile, 4, 60, learning, false, seed, board);
        try (Chip functional = Machines.create(network.spec(), Optional.of(Timing.FUNCTIONAL), 1);
                Chip cycle = Machines.create(network.spec(), Optional.of(Timing.CYCLE), 1)) {
            List<String> expected = spikes(functional, network);
            assertTrue(expected.size() > 50, "the network is alive: " + expected.size());
            assertEquals(expected, spikes(cycle, network));
            FabricCounters fabric = cycle.counters().fabric().orElseThrow();
            assertEquals(0, fabric.delayed() + fabric.lost());
            assertEquals(fabric.network().offered(), fabric.network().arrived());
            assertEquals(functional.counters().messages(), cycle.counters().messages());
            // What functional timing charges for is what the routers have really carried.
            assertEquals(functional.counters().hopsEastWest(), cycle.counters().hopsEastWest());
            if (!board.contains("fabric.router=ranc")) {
                long onLinks = fabric.network().links().stream()
                        .filter(link -> link.port().matches("[+-][xy]"))
                        .mapToLong(link -> link.flits())
                        .sum();
                assertEquals(cycle.counters().hopsEastWest() + cycle.counters().hopsNorthSouth(), onLinks);
            }
        }
    }

    private static List<String> spikes(Chip chip, RandomNetwork network) {
        chip.load(network.image());
        chip.spikeLog().enable(true);
        network.drive(chip, 0, TICKS);
        chip.advance(TICKS);
        return log(chip);
    }

    private static List<String> log(Chip chip) {
        List<String> list = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < chip.spikeLog().ticks(); i++) {
            for (int k = 0; k < chip.spikeLog().count(i); k++, next++) {
                list.add((chip.spikeLog().firstTick() + i) + ":"
                        + chip.spikeLog().source(next) + "=" + chip.spikeLog().value(next));
            }
        }
        return list;
    }

    @Test
    @DisplayName("ticks that are too short delay spikes: counted and located")
    void late() {
        List<String> board = List.of("grid.cores_per_tile=1", "clock.policy=fixed", "clock.tick_cycles=1200");
        RandomNetwork network = RandomNetwork.of("nengo", 4, 60, false, false, 11, board);
        try (Chip functional = Machines.create(network.spec(), Optional.of(Timing.FUNCTIONAL), 1);
                Chip cycle = Machines.create(network.spec(), 1)) {
            List<String> expected = spikes(functional, network);
            List<String> got = spikes(cycle, network);
            assertNotEquals(expected, got, "fixed ticks have cycle timing unless told otherwise, and act");
            FabricCounters fabric = cycle.counters().fabric().orElseThrow();
            assertTrue(fabric.delayed() > 0);
            assertEquals(0, fabric.lost(), "a Loihi spike that is late acts later");
            assertEquals(TICKS * 1200L, cycle.counters().cycles());
            assertTrue(fabric.ticks().overruns() > 0);
            for (FabricCounters.LateSpike spike : fabric.firstLate()) {
                assertTrue(spike.cycles() > 0 && spike.to() < 4 && spike.from() < 4 && spike.axon() < 64, "" + spike);
            }
        }
    }

    // ---------------------------------------------------------------------------------- one packet, worked out by hand

    /** Ten neurons on core 0, of which the last sends to the only neuron of core 12, three tiles to the east. */
    private static ChipImage pair(ChipSpec spec) {
        CoreWords from = cells(spec, 0, 10);
        int input = from.axon(CoreWords.SPARSE, new int[] {9}, new int[] {100}, new int[] {0});
        CoreWords to = cells(spec, 12, 1);
        int axon = to.axon(CoreWords.SPARSE, new int[] {0}, new int[] {100}, new int[] {0});
        from.output(9, 12, axon, 0);
        List<MemorySection> sections = new ArrayList<>(from.sections());
        sections.addAll(to.sections());
        InputPort port = new InputPort(
                "in", InputPort.Kind.SPIKE, new int[] {0, 1}, new long[] {AxonAddress.spike(0, input, 0)});
        return ChipImage.of("pair", spec.name(), spec.digest(), sections, List.of(port), List.of());
    }

    private static CoreWords cells(ChipSpec spec, int core, int n) {
        CoreWords words = new CoreWords(spec, core);
        words.compartments(n).profile(0, 4095, 4095, 1, false).threshold(0, 10);
        for (int i = 0; i < n; i++) {
            words.compartment(i, 0, 0, 0, 0);
        }
        return words;
    }

    private static Chip ran(List<String> overrides) {
        ChipSpec spec = Chips.load("loihi", overrides);
        Chip chip = Machines.create(spec, Optional.of(Timing.CYCLE), 1);
        chip.load(pair(spec));
        chip.spikeLog().enable(true);
        chip.inject(1, 0, 1);
        chip.advance(5);
        return chip;
    }

    @Test
    @DisplayName("a tick is as long as input, synapses, scan, spike, packet, routers, input and barrier say")
    void byHand() {
        try (Chip chip = ran(List.of())) {
            assertEquals(List.of("2:9=1", "3:12288=1"), log(chip));
            TickLengths ticks = chip.counters().fabric().orElseThrow().ticks();
            // Host spike 16, synapse 5, ten neurons of 6 + 4, spike 30, packet 6; the router's formula for 3 hops of
            // latency 2: 2 + 4 + 9 + 2; input 16; barrier of two tiles 1000.
            assertEquals(new TickLengths.Tick(2, 16 + 5 + 100 + 30 + 6, 17, 16, 1000, 0, 3, 12), ticks.longest());
            // In the other four ticks core 0 scans its ten neurons.
            assertEquals(157 + 4 * 100, ticks.cores());
            assertEquals(5 * 1000, ticks.barrier());
            assertEquals(157 + 17 + 16 + 400 + 5000, chip.cycle());
        }
    }

    @Test
    @DisplayName("with ticks of fixed length, the last cycle decides")
    void lastCycle() {
        List<String> fixed = List.of("clock.policy=fixed", "clock.tick_cycles=190");
        try (Chip chip = ran(fixed)) {
            assertEquals(List.of("2:9=1", "3:12288=1"), log(chip));
            assertEquals(0, chip.counters().fabric().orElseThrow().delayed());
        }
        try (Chip chip = ran(List.of("clock.policy=fixed", "clock.tick_cycles=189"))) {
            assertEquals(List.of("2:9=1", "4:12288=1"), log(chip), "it acts one tick later");
            FabricCounters fabric = chip.counters().fabric().orElseThrow();
            assertEquals(List.of(new FabricCounters.LateSpike(2, 0, 12, 0, 1, false)), fabric.firstLate());
            assertEquals(List.of(new FabricCounters.CoreLate(12, 1, 0)), fabric.lateByCore());
        }
    }

    @Test
    @DisplayName("a chip without routers, and one whose routing can deadlock, are refused")
    void refused() {
        ChipSpec direct = Chips.load("loihi", List.of("fabric.router=direct"));
        String message = assertThrows(
                        RanvierException.class, () -> Machines.create(direct, Optional.of(Timing.CYCLE), 1))
                .getMessage();
        assertTrue(message.contains("fabric.router=mesh"), message);
        ChipSpec rings = Chips.load(
                "loihi",
                List.of(
                        "fabric.topology=torus",
                        "fabric.virtual_channels=2",
                        "fabric.routing=x_first_without_classes"));
        for (Timing timing : Timing.values()) {
            String deadlock = assertThrows(RanvierException.class, () -> Machines.create(rings, Optional.of(timing), 1))
                    .getMessage();
            assertTrue(deadlock.contains("can deadlock"), deadlock);
        }
    }
}
