package dev.ranvier.ranvier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.tools.cells.CellAssembler;
import dev.ranvier.tools.cells.CellMapping;
import dev.ranvier.tools.cells.CellNetwork;
import dev.ranvier.tools.cells.CellSynapses;
import dev.ranvier.tools.cells.DaleCheck;
import dev.ranvier.tools.cells.Transmitter;
import dev.ranvier.tools.microcode.AssemblyException;
import dev.ranvier.tools.microcode.MicroAssembler;
import dev.ranvier.tools.microcode.UnitAssembler;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("what a chip ranvier refuses, it refuses with place, value and what is allowed")
class RanvierLoadErrors_teachTest {
    private static ChipSpec spec(String profile) {
        return Chips.load("ranvier", List.of("profile=" + profile));
    }

    /** Writes one field into a loaded chip and advances it; the message of the refusal. */
    private static String refusal(ChipImage image, ChipSpec spec, String memory, int entry, String field, long value) {
        try (Chip chip = Machines.create(spec, 1)) {
            chip.load(image);
            MemorySpec layout = spec.memory(memory);
            FieldSpec which = layout.field(field);
            int address = entry * layout.entryWords() + which.word();
            long word = chip.memory(0, memory).read(address);
            chip.memory(0, memory).write(address, which.with(word, value));
            return assertThrows(RanvierException.class, () -> chip.advance(1)).getMessage();
        }
    }

    @ParameterizedTest(name = "{0} {1}.{2} = {3}")
    @CsvSource({
        "registers, 0, neurons, 65535, '0..1024'",
        "registers, 0, period, 17, '1..16'",
        "cell_profile, 0, refractory_ticks, 0, '1..65535'",
        "channel, 0, source, 3, '0 synaptic, 1 own spike, 2 constant'",
        "table, 5, value, 70000, '0..65536'",
        "transmitter_map, 0, channel_0, 9, '0..7'",
        "spine, 3, delay, 0, '1..63'",
        "spine, 3, post, 4000, '0..19'",
        "axon_in, 0, count, 100000000, 'are written'",
    })
    @DisplayName("biophysical cores name the register and its range")
    void cells(String memory, int entry, String field, long value, String allowed) {
        CellMapping mapping = CellAssembler.assemble(new RandomCells(20, 1).network(), spec("biophysical"));
        String message = refusal(mapping.image(), mapping.spec(), memory, entry, field, value);
        assertTrue(message.contains("core 0") && message.contains(allowed), message);
    }

    @ParameterizedTest(name = "{0} {1}.{2} = {3}")
    @CsvSource({
        "program, 0, opcode, 40, 'UNKNOWN_OPCODE'",
        "program, 0, predicate, 3, 'BAD_PREDICATE'",
        "program, 0, d, 255, 'BAD_OPERAND'",
        "profile, 0, constants, 0, 'declare it'",
        "profile, 0, states, 31, '0..16'",
        "profile, 0, tick_address, 200, ''",
        "profile, 0, tick_present, 0, '.tick'",
        "profile, 3, x1_decay, 20000000, '0..16777216'",
        "neuron, 2, tick_profile, 9, '.tick'",
        "synapse, 3, post, 4000, '0..19'",
        "axon, 0, count, 100000000, '0..65535'",
        "axon, 1, first, 0, 'overlap'",
        "control, 0, neurons, 60000, '0..1024'",
    })
    @DisplayName("programmable cores name the profile, the word and the rule")
    void units(String memory, int entry, String field, long value, String expected) {
        ChipSpec spec = spec("programmable");
        ChipImage image = UnitAssembler.assemble(new RandomUnits(20, 1).network(), spec);
        if (field.equals("tick_address")) {
            // Words after the program are END: an empty entry is legal, and the core runs.
            try (Chip chip = Machines.create(spec, 1)) {
                chip.load(image);
                chip.advance(1);
            }
            return;
        }
        String message = refusal(image, spec, memory, entry, field, value);
        assertTrue(message.contains("core 0") && message.contains(expected), message);
    }

    @Test
    @DisplayName("a synapse that contradicts its neuron's transmitter refuses the network, naming the neuron")
    void dale() {
        CellNetwork good = new RandomCells(20, 1).network();
        CellSynapses s = good.synapses();
        Transmitter[] declared = new Transmitter[s.count()];
        int synapse = 0;
        while (s.source()[synapse] != good.axons() + 3) {
            synapse++;
        }
        declared[synapse] = Transmitter.GABA;
        CellNetwork bad = new CellNetwork(
                good.name(),
                good.profiles(),
                good.profileOfCell(),
                good.transmitterOfCell(),
                good.transmitterOfAxon(),
                good.channelsOfTransmitter(),
                good.gates(),
                good.calcium(),
                good.phi(),
                good.spines(),
                new CellSynapses(
                        s.source(), s.post(), s.receptors0(), s.receptors1(), s.delay(), s.plastic(), declared));
        ChipSpec spec = spec("biophysical");
        String message = assertThrows(DaleCheck.DaleViolation.class, () -> CellAssembler.assemble(bad, spec))
                .getMessage();
        assertTrue(message.startsWith("DALE_VIOLATION: synapse " + synapse + ": neuron 3 "), message);
        assertTrue(message.contains("releases glu") && message.contains("receive gaba"), message);
    }

    @Test
    @DisplayName("the core itself refuses a cell whose axon is declared to release something else")
    void daleInTheMachine() {
        CellMapping mapping = CellAssembler.assemble(new RandomCells(20, 1).network(), spec("biophysical"));
        String message = refusal(mapping.image(), mapping.spec(), "cell", 0, "transmitter", 1);
        assertTrue(message.contains("DALE_VIOLATION: cell 0 releases GABA"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".tick\\n ADD r1, nope, #1\\n END|UNKNOWN_NAME|2|10|declare it",
                ".const k = 2147483648|CONSTANT_RANGE|1|12|outside -2147483648..2147483647",
                ".tick\\n MOV r1, #40000\\n END|IMMEDIATE_RANGE|2|10|use a .const",
                ".table t shift=3\\n 1, 2, 3, 4|TABLE_LENGTH|1|1|2^k + 1",
                ".tick\\n MOV r1, #1|MISSING_END|1|1|add it",
            })
    @DisplayName("an error in a program text has kind, line, column and a remedy")
    void texts(String text, String kind, int line, int column, String remedy) {
        AssemblyException e =
                assertThrows(AssemblyException.class, () -> MicroAssembler.assemble(text.replace("\\n", "\n")));
        assertEquals(kind + " " + line + ":" + column, e.kind() + " " + e.line() + ":" + e.column());
        assertTrue(e.getMessage().contains(remedy), e.getMessage());
    }

    @Test
    @DisplayName("17 state words and 257 instructions are too many, at the place where they no longer fit")
    void tooMany() {
        StringBuilder states = new StringBuilder();
        for (int i = 0; i < 17; i++) {
            states.append(".state v").append(i).append('\n');
        }
        AssemblyException state =
                assertThrows(AssemblyException.class, () -> MicroAssembler.assemble(states.toString()));
        assertEquals(AssemblyException.Kind.TOO_MANY_STATES, state.kind());
        assertEquals(17, state.line());
        String code = ".tick\n" + "MOV r1, #1\n".repeat(256) + "END\n";
        AssemblyException store = assertThrows(AssemblyException.class, () -> MicroAssembler.assemble(code));
        assertEquals(AssemblyException.Kind.TOO_MANY_INSTRUCTIONS, store.kind());
        assertEquals(258, store.line());
    }

    @ParameterizedTest
    @ValueSource(strings = {"programmable", "biophysical"})
    @DisplayName("random words in a running chip's memories run or are refused; the machine never breaks")
    void hostileWords(String profile) {
        ChipSpec spec = spec(profile);
        ChipImage image = profile.equals("biophysical")
                ? CellAssembler.assemble(new RandomCells(20, 2).network(), spec).image()
                : UnitAssembler.assemble(new RandomUnits(20, 2).network(), spec);
        Random random = new Random(11);
        int refused = 0;
        try (Chip chip = Machines.create(spec, 1)) {
            for (int round = 0; round < 200; round++) {
                chip.load(image);
                chip.advance(2);
                try {
                    for (int i = 0; i < 1 + random.nextInt(4); i++) {
                        MemorySpec memory = spec.memories()
                                .get(random.nextInt(spec.memories().size()));
                        int address = random.nextInt(Math.min(memory.depth(), 1 + random.nextInt(200)));
                        long flip = random.nextBoolean() ? random.nextLong() : 1L << random.nextInt(64);
                        var bank = chip.memory(0, memory.name());
                        bank.write(address, bank.read(address) ^ flip);
                    }
                    chip.inject(3, 0, 1);
                    chip.advance(5);
                } catch (RanvierException e) {
                    assertTrue(e.getMessage().length() > 20, e.getMessage());
                    refused++;
                }
            }
        }
        assertTrue(refused > 10, "something is refused: " + refused);
    }
}
