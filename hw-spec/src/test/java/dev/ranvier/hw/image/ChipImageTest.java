package dev.ranvier.hw.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The image: its digest covers everything, and its ports and addresses are found by name. */
class ChipImageTest {
    private static MemorySection section(int core, String memory, int address, long... words) {
        return new MemorySection(core, memory, address, words);
    }

    private static InputPort in(String name, InputPort.Kind kind, int[] offsets, long... targets) {
        return new InputPort(name, kind, offsets, targets);
    }

    private static ChipImage image() {
        return ChipImage.of(
                "net",
                "loihi",
                "abc",
                List.of(section(0, "synapse", 0, 1, 2, 3), section(5, "axon_in", 7, -1)),
                List.of(
                        in("a", InputPort.Kind.SPIKE, new int[] {0, 1, 3}, 10, 11, 12),
                        in("e", InputPort.Kind.ERROR, new int[] {0, 1}, 13)),
                List.of(new OutputPort("hidden", false, new int[] {0, 1}), new OutputPort("out", true, new int[] {2})));
    }

    @Test
    @DisplayName("two images of the same parts have the same digest and are equal")
    void sameParts() {
        assertEquals(image().digest(), image().digest());
        assertEquals(image(), image());
        assertEquals(image().hashCode(), image().hashCode());
        assertEquals(64, image().digest().length());
    }

    @Test
    @DisplayName("any change of any part changes the digest")
    void anyChange() {
        ChipImage i = image();
        Map<String, ChipImage> changed = new LinkedHashMap<>();
        changed.put("network", ChipImage.of("net2", i.chip(), i.chipDigest(), i.sections(), i.inputs(), i.outputs()));
        changed.put("chip", ChipImage.of("net", "loihi2", "abc", i.sections(), i.inputs(), i.outputs()));
        changed.put("chip digest", ChipImage.of("net", "loihi", "abd", i.sections(), i.inputs(), i.outputs()));
        changed.put("no sections", ChipImage.of("net", "loihi", "abc", List.of(), i.inputs(), i.outputs()));
        changed.put(
                "sections swapped",
                sections(i, i.sections().get(1), i.sections().get(0)));
        MemorySection second = i.sections().get(1);
        changed.put("a word", sections(i, section(0, "synapse", 0, 1, 2, 4), second));
        changed.put("a word more", sections(i, section(0, "synapse", 0, 1, 2, 3, 0), second));
        changed.put("a core", sections(i, section(1, "synapse", 0, 1, 2, 3), second));
        changed.put("a memory", sections(i, section(0, "synapsf", 0, 1, 2, 3), second));
        changed.put("an address", sections(i, section(0, "synapse", 1, 1, 2, 3), second));
        InputPort a = i.inputs().get(0);
        InputPort e = i.inputs().get(1);
        changed.put("port name", inputs(i, in("b", a.kind(), a.offsets(), a.targets()), e));
        changed.put("port kind", inputs(i, in("a", InputPort.Kind.ERROR, a.offsets(), a.targets()), e));
        changed.put("port offsets", inputs(i, in("a", a.kind(), new int[] {0, 2, 3}, a.targets()), e));
        changed.put("port targets", inputs(i, in("a", a.kind(), a.offsets(), 10, 11, 14), e));
        changed.put("ports swapped", inputs(i, e, a));
        changed.put("output name", outputs(i, new OutputPort("hiddem", false, new int[] {0, 1})));
        changed.put("output declared", outputs(i, new OutputPort("hidden", true, new int[] {0, 1})));
        changed.put("output sources", outputs(i, new OutputPort("hidden", false, new int[] {0, 3})));
        Map<String, String> seen = new HashMap<>(Map.of(i.digest(), "the image itself"));
        changed.forEach((what, image) -> {
            assertEquals(null, seen.put(image.digest(), what), what);
            assertNotEquals(i, image, what);
        });
    }

    private static ChipImage sections(ChipImage i, MemorySection... sections) {
        return ChipImage.of(i.network(), i.chip(), i.chipDigest(), List.of(sections), i.inputs(), i.outputs());
    }

    private static ChipImage inputs(ChipImage i, InputPort... ports) {
        return ChipImage.of(i.network(), i.chip(), i.chipDigest(), i.sections(), List.of(ports), i.outputs());
    }

    private static ChipImage outputs(ChipImage i, OutputPort first) {
        return ChipImage.of(
                i.network(),
                i.chip(),
                i.chipDigest(),
                i.sections(),
                i.inputs(),
                List.of(first, i.outputs().get(1)));
    }

    @Test
    @DisplayName("channels count through the input ports in order")
    void channels() {
        assertEquals(3, image().channels());
        assertEquals(0, image().firstChannel("a"));
        assertEquals(2, image().firstChannel("e"));
    }

    @Test
    @DisplayName("a port that does not exist is refused with those that do")
    void unknownPorts() {
        assertEquals(
                "input port 'x' does not exist; input ports: [a, e]",
                assertThrows(RanvierException.class, () -> image().input("x")).getMessage());
        assertThrows(RanvierException.class, () -> image().firstChannel("x"));
        assertEquals(
                "population 'x' does not exist; populations: [hidden, out]",
                assertThrows(RanvierException.class, () -> image().output("x")).getMessage());
    }

    @Property
    @Label("an axon address gives back core, axon and atom, and says what it is")
    void addresses(
            @ForAll @IntRange(max = (1 << 20) - 1) int core,
            @ForAll @IntRange(max = (1 << 20) - 1) int axon,
            @ForAll @IntRange(max = (1 << 12) - 1) int atom,
            @ForAll boolean negative) {
        long spike = AxonAddress.spike(core, axon, atom);
        long error = AxonAddress.error(core, axon, atom, negative);
        for (long address : new long[] {spike, error}) {
            assertEquals(core, AxonAddress.core(address));
            assertEquals(axon, AxonAddress.axon(address));
            assertEquals(atom, AxonAddress.atom(address));
        }
        assertFalse(AxonAddress.isError(spike) || AxonAddress.isNegative(spike));
        assertTrue(AxonAddress.isError(error));
        assertEquals(negative, AxonAddress.isNegative(error));
    }
}
