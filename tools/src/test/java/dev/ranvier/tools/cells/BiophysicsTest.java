package dev.ranvier.tools.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the equations behind the registers")
class BiophysicsTest {
    @Test
    @DisplayName("Nernst: 145/14.25 mM of sodium at 37 C is 62.0 mV, a ratio of ten 61.5 mV")
    void nernst() {
        assertEquals(62.0, Biophysics.nernst(1, 145, 14.25, 37), 0.05);
        assertEquals(61.5, Biophysics.nernst(1, 10, 1, 37), 0.05);
        assertEquals(-Biophysics.nernst(1, 110, 8, 37), Biophysics.nernst(-1, 110, 8, 37), 1e-12);
        assertThrows(RanvierException.class, () -> Biophysics.nernst(0, 1, 1, 37));
        assertThrows(RanvierException.class, () -> Biophysics.nernst(1, 0, 1, 37));
    }

    @Test
    @DisplayName("magnesium blocks NMDA at rest and leaves it when the cell is depolarised; without it nothing blocks")
    void magnesium() {
        assertTrue(Biophysics.magnesiumBlock(-70, 1) < 0.06);
        assertTrue(Biophysics.magnesiumBlock(0, 1) > 0.75);
        assertEquals(1, Biophysics.magnesiumBlock(-70, 0), 0);
        assertEquals(65536, Biophysics.table(v -> Biophysics.magnesiumBlock(v, 0))[10]);
    }

    @Test
    @DisplayName("a potential that 24 bits cannot hold is refused with the range")
    void potential() {
        assertEquals(-70 * 65536, CellCompiler.potential(-70));
        assertTrue(assertThrows(RanvierException.class, () -> CellCompiler.potential(128))
                .getMessage()
                .contains("-128..127.99998 mV"));
    }

    @Test
    @DisplayName("0 or less as a time constant means: no decay")
    void rates() {
        assertEquals(0, CellCompiler.rate(0, 0.1));
        assertEquals((1 << 24) - 1, CellCompiler.rate(1e-9, 0.1));
    }
}
