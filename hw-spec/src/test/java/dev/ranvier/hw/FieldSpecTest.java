package dev.ranvier.hw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bit fields: every client's encoder and the machine's decoder are these few lines. */
class FieldSpecTest {
    @Provide
    Arbitrary<FieldSpec> fields() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 63),
                        Arbitraries.integers().between(1, 64),
                        Arbitraries.of(true, false))
                .as((low, bits, signed) ->
                        new FieldSpec("f", 0, low, Math.min(bits, 64 - low), signed, "meaning", "source"));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Label("what is encoded decodes to the same value, whatever else is in the word")
    void encodeThenDecode(@ForAll("fields") FieldSpec field, @ForAll long other, @ForAll long seed) {
        long value = field.decode(seed << field.low() | seed >>> field.bits());
        if (value >= field.min() && value <= field.max()) {
            assertEquals(value, field.decode(field.with(other, value)));
        }
    }

    @Property
    @Label("the smallest and the largest value fit, the next ones are refused with the range")
    void range(@ForAll("fields") FieldSpec field) {
        assertEquals(field.min(), field.decode(field.encode(field.min())));
        assertEquals(field.max(), field.decode(field.encode(field.max())));
        if (field.min() > Long.MIN_VALUE) {
            String message = assertThrows(RanvierException.class, () -> field.encode(field.min() - 1))
                    .getMessage();
            assertTrue(message.contains("allowed: " + field.min() + ".." + field.max()), message);
        }
        if (field.max() < Long.MAX_VALUE) {
            assertThrows(RanvierException.class, () -> field.encode(field.max() + 1));
        }
    }

    @Property
    @Label("setting a field leaves all other bits alone")
    void otherBitsStay(@ForAll("fields") FieldSpec field, @ForAll long word) {
        assertEquals(word & ~field.mask(), field.with(word, field.max()) & ~field.mask());
        assertEquals(field.bits(), Long.bitCount(field.mask()));
    }

    @Property
    @Label("decoding a word and encoding it again, wrapped, gives the field's bits of the word")
    void decodeThenEncode(@ForAll("fields") FieldSpec field, @ForAll long word) {
        assertEquals(word & field.mask(), field.encodeWrapped(field.decode(word)));
    }

    @Property
    @Label("a wrapped value equals its low bits as the hardware keeps them")
    void wrapped(@ForAll("fields") FieldSpec field, @ForAll long value) {
        long kept = field.decode(field.encodeWrapped(value));
        assertEquals(0, field.bits() == 64 ? kept - value : (kept - value) & ((1L << field.bits()) - 1));
    }

    @Test
    @DisplayName("a signed field of 24 bits holds -8388608..8388607 (the current of profile nengo)")
    void current() {
        FieldSpec u = Chips.load("loihi").memory("compartment_state").field("u");
        assertEquals(-8388608, u.min());
        assertEquals(8388607, u.max());
        assertEquals(-1, u.decode(0xFFFFFF));
        assertEquals(0xFFFFFF, u.encode(-1));
        String message =
                assertThrows(RanvierException.class, () -> u.encode(8388608)).getMessage();
        assertEquals("u = 8388608 does not fit its field, allowed: -8388608..8388607", message);
    }
}
