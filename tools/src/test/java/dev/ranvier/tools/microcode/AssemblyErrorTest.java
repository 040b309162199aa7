package dev.ranvier.tools.microcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a program text with an error")
class AssemblyErrorTest {
    @ParameterizedTest(name = "{2} at {3}:{4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            .const c = 3000000000        | .tick / END       | CONSTANT_RANGE      | 1 | 12 | -2147483648..2147483647
            .state v                     | .tick / ADD v,w,#1 / END | UNKNOWN_NAME  | 3 |  7 | w
            .state v                     | .tick / ADDD v,v,#1 / END | UNKNOWN_INSTRUCTION | 3 | 1 | ADDD
            .states v                    | .tick / END       | UNKNOWN_DIRECTIVE   | 1 |  1 | .states
            .state v                     | .tick / ADD v,v,#40000 / END | IMMEDIATE_RANGE | 3 | 9 | .const
            .state v                     | .tick / SHL v,v,#32 / END | SHIFT_RANGE  | 3 |  9 | 0..31
            .state v                     | .tick / ADD v,v / END | OPERAND_COUNT    | 3 |  1 | 3
            .state v                     | .tick / MOV v,v   | MISSING_END         | 2 |  1 | END
            .state v                     | .pre / MOV v,#1 / END | NOT_ALLOWED_HERE | 3 |  5 | v
            .table t shift=3             | 1, 2, 3, 4 / .tick / END | TABLE_LENGTH  | 1 |  1 | 2^k + 1
            .state v                     | .state v / .tick / END | DUPLICATE_NAME  | 2 |  8 | choose another name
            """)
    @DisplayName("is refused with its kind, line, column, and what is allowed or would help")
    void refused(String first, String rest, AssemblyException.Kind kind, int line, int column, String says) {
        String text = first + "\n" + rest.replace(" / ", "\n") + "\n";
        AssemblyException error = assertThrows(AssemblyException.class, () -> MicroAssembler.assemble(text), text);
        assertEquals(kind, error.kind(), error.getMessage());
        assertEquals(line + ":" + column, error.line() + ":" + error.column(), error.getMessage());
        assertTrue(error.getMessage().contains(says), error.getMessage());
    }

    @Test
    @DisplayName("of too many state words names the one that no longer fits")
    void tooManyStates() {
        String text = IntStream.range(0, 17)
                .mapToObj(i -> ".state x" + (char) ('a' + i))
                .collect(Collectors.joining("\n"));
        AssemblyException error =
                assertThrows(AssemblyException.class, () -> MicroAssembler.assemble(text + "\n.tick\nEND\n"));
        assertEquals(AssemblyException.Kind.TOO_MANY_STATES, error.kind());
        assertEquals("17:8", error.line() + ":" + error.column());
        assertTrue(error.getMessage().contains("xq is number 17, allowed: 16"), error.getMessage());
    }

    @Test
    @DisplayName("of a table that is too long names the entry that no longer fits")
    void tableTooLong() {
        String rows = IntStream.range(0, 1026).mapToObj(Integer::toString).collect(Collectors.joining(",\n"));
        AssemblyException error = assertThrows(
                AssemblyException.class, () -> MicroAssembler.assemble(".table t shift=3\n" + rows + "\n.tick\nEND\n"));
        assertEquals(AssemblyException.Kind.TABLE_LENGTH, error.kind());
        assertEquals("1027:1", error.line() + ":" + error.column());
        assertTrue(error.getMessage().contains("allowed: 1025"), error.getMessage());
    }

    @Test
    @DisplayName("of too many instructions names the 257th")
    void tooManyInstructions() {
        String text = ".state v\n.tick\n" + "  ADD v, v, #1\n".repeat(257) + "  END\n";
        AssemblyException error = assertThrows(AssemblyException.class, () -> MicroAssembler.assemble(text));
        assertEquals(AssemblyException.Kind.TOO_MANY_INSTRUCTIONS, error.kind());
        assertEquals("259:3", error.line() + ":" + error.column());
        assertTrue(error.getMessage().contains("256"), error.getMessage());
    }

    @Test
    @DisplayName("in a file is named with the file")
    void inFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("mine.nmc");
        Files.writeString(file, ".tick\n  MOV r0, nothing\n  END\n");
        RanvierException error = assertThrows(RanvierException.class, () -> MicroLibrary.load(file.toString()));
        assertTrue(error.getMessage().startsWith(file + ":2:11: UNKNOWN_NAME"), error.getMessage());
    }
}
