package dev.ranvier.tools.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.tools.lab.ReadyExperiments;
import dev.ranvier.tools.lab.report.LabReport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("quantisation of physical values")
class QuantisationTest {
    @Test
    @DisplayName("a register is at most half a step away from its value")
    void halfAStep() {
        Quantisation.Row potential = Quantisation.potential("cell", "rest", 62.00523);
        assertEquals(4063575, potential.register());
        assertTrue(Math.abs(potential.error()) <= 0x1p-17, () -> "error " + potential.error());
        Quantisation.Row leak = Quantisation.leak("cell", "leak", 10, 200, 0.1);
        assertEquals(1342177, leak.register());
        assertTrue(Math.abs(leak.error()) <= 0x1p-29 * 200 / 0.1, () -> "error " + leak.error());
        Quantisation.Row current = Quantisation.current("cell", "current", 300, 200, 0.1);
        assertEquals(2516582, current.register());
        assertTrue(Math.abs(current.error()) <= 0x1p-25 * 200 / 0.1, () -> "error " + current.error());
        assertEquals(20, Quantisation.time("cell", "tau", 20, 0.1).onChip(), 1e-4);
    }

    @Test
    @DisplayName("every register of every ready experiment is the nearest one to its value")
    void readyExperiments() {
        for (String name : ReadyExperiments.NAMES) {
            var experiment = ReadyExperiments.of(name);
            for (Quantisation.Row row : LabReport.registers(experiment.network(), experiment.kindNames())) {
                // Half a step of the register; a rate is not quite linear in its register.
                double halfStep = 0.51 / Math.max(1, Math.abs(row.register()));
                assertTrue(Math.abs(row.relative()) <= halfStep, () -> name + ": " + row);
            }
        }
    }
}
