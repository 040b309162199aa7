package dev.ranvier.ranvier;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.tools.cells.CellAssembler;
import dev.ranvier.tools.microcode.UnitAssembler;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a chip ranvier that runs")
class RanvierCores_doNotAllocateTest {
    private static final int WINDOWS = 30;
    private static final int WINDOW_TICKS = 200;

    private interface Driver {
        void drive(Chip chip, long from, long to);
    }

    @Test
    @DisplayName("allocates nothing on biophysical cores: synapses, spikes and plasticity sweeps included")
    void cells() {
        RandomCells cells = new RandomCells(60, 4);
        ChipSpec spec = Chips.load("ranvier", List.of("profile=biophysical"));
        run(spec, CellAssembler.assemble(cells.network(), spec).image(), cells::drive);
    }

    @Test
    @DisplayName(
            "allocates nothing on programmable cores: TICK, PRE and POST included, before and after code is generated")
    void units() {
        RandomUnits units = new RandomUnits(60, 4);
        ChipSpec spec = Chips.load("ranvier", List.of("profile=programmable"));
        run(spec, UnitAssembler.assemble(units.network(), spec), units::drive);
    }

    private static void run(ChipSpec spec, ChipImage image, Driver driver) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        try (Chip chip = Machines.create(spec, 1)) {
            chip.load(image);
            for (int window = 0; window < WINDOWS; window++) {
                driver.drive(chip, (long) window * WINDOW_TICKS, (window + 1L) * WINDOW_TICKS);
                long before = threads.getCurrentThreadAllocatedBytes();
                chip.advance(WINDOW_TICKS);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertTrue(
                    chip.counters().spikes() > WINDOWS,
                    "the network is alive: " + chip.counters().spikes());
        }
        assertTrue(
                least < WINDOW_TICKS, least + " bytes in " + WINDOW_TICKS + " ticks, less than one per tick allowed");
    }
}
