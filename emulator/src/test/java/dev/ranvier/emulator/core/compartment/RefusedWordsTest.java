package dev.ranvier.emulator.core.compartment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.CoreWords;
import dev.ranvier.hw.RanvierException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Words that the profile in use cannot mean are refused with core, place, value, allowed range and remedy. */
class RefusedWordsTest {
    private static Consumer<CoreWords> with(Consumer<CoreWords> change) {
        return core -> {
            core.compartments(4).profile(0, 100, 100, 0, false);
            change.accept(core);
        };
    }

    private static Arguments of(String profile, String says, Consumer<CoreWords> change) {
        return Arguments.of(profile, says, with(change));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                of("nengo", "register 'compartments' is 1025, allowed: 0..1024", c -> c.compartments(1025)),
                of(
                        "nengo",
                        "decay_u of compartment 0 is 4096, profile 'nengo' allows 0..4095",
                        c -> c.profile(0, 4096, 0, 1, false)),
                of(
                        "nengo",
                        "decay_v of compartment 0 is 4096, profile 'nengo' allows 0..4095",
                        c -> c.profile(0, 0, 4096, 1, false)),
                of(
                        "brian2",
                        "decay_u of compartment 0 is 4097, profile 'brian2' allows 0..4096",
                        c -> c.profile(0, 4097, 0, 1, false)),
                of(
                        "nengo",
                        "refractory of compartment 0 is 64, profile 'nengo' allows 0..63",
                        c -> c.profile(0, 0, 0, 64, false)),
                of(
                        "lava",
                        "refractory of compartment 0 is 1, profile 'lava' allows 0..0",
                        c -> c.profile(0, 0, 0, 1, false)),
                of(
                        "brian2",
                        "refractory of compartment 0 is 65, profile 'brian2' allows 0..64",
                        c -> c.profile(0, 0, 0, 65, false)),
                of("lava", "noise of compartment 0 is 1, profile 'lava' allows 0..0", c -> c.profile(0, 0, 0, 0, true)),
                of("nengo", "noise exponent of compartment 0 is 24, profile 'nengo' allows 1..23", c -> c.profile(
                                0, 0, 0, 1, true)
                        .set("noise", 0, "exponent", 24)),
                of(
                        "nengo",
                        "ternary of compartment 0 is 1, profile 'nengo' allows 0..0",
                        c -> c.set("profiles", 0, "ternary", 1)),
                of(
                        "brian2",
                        "reset interval of compartment 0 is 5, profile 'brian2' allows 0..0",
                        c -> c.set("profiles", 0, "reset_interval", 5)),
                of(
                        "nengo",
                        "bias mantissa of compartment 3 is 4096, profile 'nengo' allows -4095..4095",
                        c -> c.compartment(3, 0, 0, 4096, 0)),
                of(
                        "nengo",
                        "bias mantissa of compartment 3 is -4096, profile 'nengo' allows -4095..4095",
                        c -> c.compartment(3, 0, 0, -4096, 0)),
                of(
                        "nengo",
                        "bias exponent of compartment 3 is 8, profile 'nengo' allows 0..7",
                        c -> c.compartment(3, 0, 0, 1, 8)),
                of(
                        "nengo",
                        "bias exponent of compartment 3 is -1, profile 'nengo' allows 0..7",
                        c -> c.compartment(3, 0, 0, 1, -1)),
                of(
                        "brian2",
                        "bias mantissa of compartment 2 is -1, profile 'brian2' allows 0..0",
                        c -> c.compartment(2, 0, 0, -1, 0)),
                of(
                        "brian2",
                        "bias mantissa of compartment 2 is 1, profile 'brian2' allows 0..0",
                        c -> c.compartment(2, 0, 0, 1, 0)),
                of(
                        "nengo",
                        "threshold mantissa of compartment 0 is 0, profile 'nengo' allows 1..131071",
                        c -> c.threshold(0, 0)),
                of(
                        "lava",
                        "threshold mantissa of compartment 0 is -1, profile 'lava' allows 0..131071",
                        c -> c.threshold(0, -1)),
                of(
                        "nengo",
                        "profile index of compartment 1 is 32, profile 'nengo' allows 0..31",
                        c -> c.compartment(1, 32, 0, 0, 0)),
                of(
                        "nengo",
                        "threshold index of compartment 1 is 8, profile 'nengo' allows 0..7",
                        c -> c.compartment(1, 0, 8, 0, 0)),
                of(
                        "nengo",
                        "axon 0 has a synapse onto compartment 4, which is not in use: the core has compartments 0..3",
                        c -> c.axon(CoreWords.SPARSE, new int[] {4}, new int[] {1}, null)),
                of(
                        "nengo",
                        "axon 0 has a synapse with a delay of 1 ticks; profile 'nengo' allows 0..0: use profile lava or brian2",
                        c -> c.axon(CoreWords.SPARSE, new int[] {1}, new int[] {1}, new int[] {1})),
                of(
                        "brian2",
                        "axon 0 has a synapse with a delay of 63 ticks; profile 'brian2' allows 0..62",
                        c -> c.axon(CoreWords.SPARSE, new int[] {1}, new int[] {1}, new int[] {63})),
                of("nengo", "a row names synapse format 0, allowed: 1..15", c -> {
                    c.axon(CoreWords.SPARSE, new int[] {1}, new int[] {1}, null);
                    c.word("synapse", 0, 0);
                }),
                of("lava", "the rows of axons 0..128 have 16908288 synapses in all, allowed: 16777216", c -> {
                    c.set("synapse_rows", 0, "count", 131072).set("synapse_rows", 0, "plastic", 1);
                    c.set("synapse_rows", 0, "format", 1);
                    for (int a = 0; a < 200; a++) {
                        c.axonOf(0, 1, 0, 0);
                    }
                }),
                of(
                        "nengo",
                        "the block at word 0 of memory 'synapse' has 64 synapses, but its row has only 1 left",
                        c -> {
                            c.axon(CoreWords.SPARSE, new int[] {1}, new int[] {1}, null);
                            c.word("synapse", 0, 63 | 1 << 6);
                        }),
                of("nengo", "axon 0 names synapse row 131072, allowed: 0..131071", c -> c.axonOf(131072, 1, 0, 0)),
                of("nengo", "axon 0 has synapses beyond word 16383 of memory 'synapse'", c -> c.set(
                                "synapse_rows", 0, "address", 16384)
                        .set("synapse_rows", 0, "count", 1)
                        .axonOf(0, 1, 0, 0)),
                of("nengo", "axon 0 has synapses beyond word 16383", c -> c.set(
                                "synapse_rows", 0, "address", 0xFFFFFFFFL)
                        .set("synapse_rows", 0, "count", 1)
                        .axonOf(0, 1, 0, 0)),
                of("lava", "axon 0 names plastic synapses 131071..131072, allowed: 0..131071", c -> c.set(
                                "synapse_rows", 0, "address", 131071)
                        .set("synapse_rows", 0, "count", 2)
                        .set("synapse_rows", 0, "plastic", 1)
                        .set("synapse_rows", 0, "format", 1)
                        .axonOf(0, 1, 0, 0)),
                of(
                        "nengo",
                        "compartment 0 names output axons 4096..4096, which do not exist: memory 'axon_out' has 0..4095",
                        c -> c.set("compartment_config", 0, "axon_out", 4096)
                                .set("compartment_config", 0, "axon_count", 1)),
                of("lava", "axon 0 names learning group 4, allowed: 0..3", c -> c.axonOf(0, 1, 0, 4)),
                of(
                        "lava",
                        "axon 0 is in learning group 1, but its row lies in 'synapse'; rows that learn lie in 'plastic_synapse'",
                        c -> c.axonOf(c.row(CoreWords.SPARSE, new int[] {1}, new int[] {1}, null), 1, 0, 1)),
                of("brian2", "axon 0 has plastic synapses with delays 0 and 2; a learning row has one delay", c -> {
                    c.plasticAxon(1, new int[] {0, 1}, new int[] {2, 2}, 0);
                    c.set("plastic_synapse", 1, "delay", 2);
                }));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusals")
    @DisplayName("words that mean nothing in the profile are refused with core, place, value and what is allowed")
    void refused(String profile, String says, Consumer<CoreWords> words) {
        String message = assertThrows(
                        RanvierException.class, () -> OneCore.of(profile, words).close())
                .getMessage();
        assertTrue(message.startsWith("core 0: "), message);
        assertTrue(message.contains(says), message);
    }

    @Test
    @DisplayName("a host that breaks the configuration of a running core is told at the next advance, and can mend it")
    void mended() {
        try (OneCore core = OneCore.of("nengo", with(c -> {}))) {
            core.ticks(2);
            long good = core.chip.memory(0, "thresholds").read(0);
            core.chip.memory(0, "thresholds").write(0, 0);
            for (int i = 0; i < 2; i++) {
                String message = assertThrows(RanvierException.class, () -> core.ticks(1))
                        .getMessage();
                assertTrue(message.contains("threshold mantissa of compartment 0 is 0"), message);
            }
            assertEquals(2, core.chip.tick());
            core.chip.memory(0, "thresholds").write(0, good);
            assertEquals(3, core.ticks(1).chip.tick());
        }
    }
}
