package dev.ranvier.hw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single values of a chip can be overridden, and the identity line says what that does to the proof. */
class OverridesTest {
    private static ChipSpec loihi(String... overrides) {
        return Chips.load("loihi", List.of(overrides));
    }

    private static String refusal(String... overrides) {
        return assertThrows(RanvierException.class, () -> loihi(overrides)).getMessage();
    }

    @Test
    @DisplayName("an override of the arithmetic ends the proof and is named")
    void arithmetic() {
        ChipSpec spec = loihi("core.weight_bits=6");
        assertEquals(6, ((CompartmentCoreSpec) spec.core()).weightBits());
        assertEquals("loihi, profile nengo (modified: core.weight_bits=6): not proven", spec.identity());
    }

    @Test
    @DisplayName("an override of capacities alone keeps the proof and is listed")
    void capacities() {
        ChipSpec spec = loihi("core.axons_in=8192", "grid.chips=2");
        assertEquals(8192, ((CompartmentCoreSpec) spec.core()).limit("axons_in"));
        assertEquals(256, spec.cores());
        assertTrue(
                spec.identity()
                        .startsWith(
                                "loihi, profile nengo (capacities: core.axons_in=8192, grid.chips=2): equals the nengo"),
                spec.identity());
    }

    @Test
    @DisplayName("a capacity beside a change of arithmetic: only what breaks the proof is named as modification")
    void both() {
        assertEquals(
                "loihi, profile nengo (modified: clock.nanoseconds_per_cycle=2): not proven",
                loihi("core.profiles=64", "clock.nanoseconds_per_cycle=2").identity());
    }

    @Test
    @DisplayName("the profile is part of the identity, not a modification")
    void profile() {
        assertTrue(loihi("profile=brian2")
                .identity()
                .startsWith("loihi, profile brian2: equals brian2_loihi (commit 9ac5842) bit for bit"));
    }

    @Test
    @DisplayName("blanks around key and value change nothing")
    void blanks() {
        assertEquals(
                loihi("core.axons_in=8192", "profile=lava").identity(),
                loihi(" core.axons_in = 8192 ", "profile = lava").identity());
        assertEquals(
                List.of("core.axons_in=8192"), loihi(" core.axons_in =  8192").overrides());
    }

    @Test
    @DisplayName("of two overrides of one key the last one counts, and the line names the value in use")
    void lastOneCounts() {
        ChipSpec spec = loihi("core.axons_in=8192", "core.axons_in=16384");
        assertEquals(16384, ((CompartmentCoreSpec) spec.core()).limit("axons_in"));
        assertEquals(List.of("core.axons_in=16384"), spec.overrides());
    }

    @ParameterizedTest
    @ValueSource(strings = {"core.axons_in=8192", "core.weight_bits=6", "profile=lava", "title=Mine", "grid.rows=5"})
    @DisplayName("every override changes the digest, so an image cannot meet a chip it was not made for")
    void digest(String override) {
        assertNotEquals(loihi().digest(), loihi(override).digest());
    }

    @Test
    @DisplayName("an override that says what the preset says changes nothing")
    void sameValue() {
        assertEquals(loihi().digest(), loihi("core.axons_in=4096").digest());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weight_bits=6|'weight_bits' does not exist; keys at 'top level': [clock, core,",
                "core.weightbits=6|'core.weightbits' does not exist; keys at 'core': [axons_in,",
                "core.kind.x=6|'core.kind.x' does not exist",
                "core=6|'core' is not a single value; name one of: [kind, weight_bits",
                "profiles=6|'profiles' is not a single value",
                "profiles.nengo.decay_max=5|'profiles.nengo.decay_max' lies inside a list",
                "memories.0.entries=5|lies inside a list",
                "core.weight_bits=9|override core.weight_bits=9",
                "core.weight_bits=six|override core.weight_bits=six: 'core.weight_bits' is 'six', but a whole number is needed, 1..8",
                "profile=silicon|'profile' is 'silicon', allowed: nengo, lava, brian2",
                "core.weight_bits|is not of the form key=value",
                "=6|is not of the form key=value",
                "grid.columns=0|'grid.columns' is 0, allowed: 1..1024",
                "core.neurons=0|allowed: 1..4096",
                "core..neurons=5|does not exist"
            })
    @DisplayName("an override that cannot be is refused with the key, what is wrong and what is allowed")
    void refused(String override, String says) {
        String message = refusal(override);
        assertTrue(message.contains(says), message);
    }
}
