package dev.ranvier.ranvier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.tools.cells.CellAssembler;
import dev.ranvier.tools.cells.CellMapping;
import dev.ranvier.tools.microcode.UnitAssembler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a chip ranvier that is saved goes on as if nothing had happened")
class RanvierState_isCompleteTest {
    private static final int CELL_TICKS = 1500;
    private static final int UNIT_TICKS = 400;

    private interface Driver {
        void drive(Chip chip, long from, long to);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("biophysical cores: run(2n) equals run(n), save, load into a new chip, run(n)")
    void cells(long seed) throws IOException {
        RandomCells cells = new RandomCells(60, seed);
        CellMapping mapping = CellAssembler.assemble(cells.network(), spec("biophysical"));
        saveAndGoOn(mapping.spec(), mapping.image(), cells::drive, CELL_TICKS, 137 * (int) seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("programmable cores: run(2n) equals run(n), save, load into a new chip, run(n)")
    void units(long seed) throws IOException {
        RandomUnits units = new RandomUnits(60, seed);
        ChipSpec spec = spec("programmable");
        saveAndGoOn(spec, UnitAssembler.assemble(units.network(), spec), units::drive, UNIT_TICKS, 41 * (int) seed);
    }

    private static ChipSpec spec(String profile, String... overrides) {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add("profile=" + profile);
        return Chips.load("ranvier", all);
    }

    private static void saveAndGoOn(ChipSpec spec, ChipImage image, Driver driver, int ticks, int cut)
            throws IOException {
        try (Chip whole = chip(spec, image, 1);
                Chip first = chip(spec, image, 2);
                Chip second = chip(spec, image, 2)) {
            driver.drive(whole, 0, ticks);
            driver.drive(first, 0, ticks);
            whole.advance(ticks);
            assertTrue(whole.counters().spikes() > 20, "the network is alive: " + whole.counters());
            first.advance(cut);
            second.restore(new DataInputStream(new ByteArrayInputStream(snapshot(first))));
            first.advance(ticks - cut);
            second.advance(ticks - cut);
            assertArrayEquals(snapshot(whole), snapshot(first), "saving changes nothing");
            assertArrayEquals(snapshot(whole), snapshot(second), "the restored chip");
            whole.reset(Chip.ResetScope.ALL);
            driver.drive(whole, 0, ticks);
            whole.advance(ticks);
            assertArrayEquals(snapshot(first), snapshot(whole), "after a reset the run repeats");
        }
    }

    private static Chip chip(ChipSpec spec, ChipImage image, int threads) {
        Chip chip = Machines.create(spec, threads);
        chip.load(image);
        chip.spikeLog().enable(true);
        return chip;
    }

    private static byte[] snapshot(Chip chip) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        chip.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Test
    @DisplayName("a network cut over several cores gives the same spikes and potentials as on one")
    void severalCores() {
        RandomCells cells = new RandomCells(60, 5);
        List<String> one = trace(cells, spec("biophysical"), 1);
        List<String> seven = trace(cells, spec("biophysical", "core.neurons=9"), 1);
        List<String> threaded = trace(cells, spec("biophysical", "core.neurons=9"), 2);
        assertTrue(one.size() > 20, "spikes: " + one.size());
        assertEquals(one, seven);
        assertEquals(one, threaded);
    }

    private static List<String> trace(RandomCells cells, ChipSpec spec, int threads) {
        CellMapping mapping = CellAssembler.assemble(cells.network(), spec);
        List<String> lines = new ArrayList<>();
        try (Chip chip = chip(spec, mapping.image(), threads)) {
            cells.drive(chip, 0, CELL_TICKS);
            chip.advance(CELL_TICKS);
            var log = chip.spikeLog();
            int next = 0;
            for (int i = 0; i < log.ticks(); i++) {
                for (int k = 0; k < log.count(i); k++) {
                    lines.add(log.firstTick() + i + " " + log.source(next++));
                }
            }
            long[] potentials = new long[cells.network().cells()];
            chip.readState("v_soma", mapping.sources(), potentials);
            lines.add(Arrays.toString(potentials));
        }
        return lines;
    }
}
