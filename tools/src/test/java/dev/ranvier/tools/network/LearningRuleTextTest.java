package dev.ranvier.tools.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.learning.Product;
import dev.ranvier.hw.learning.Product.Dependency;
import dev.ranvier.hw.learning.Product.Factor;
import dev.ranvier.hw.learning.Product.Variable;
import dev.ranvier.tools.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A learning rule as text")
class LearningRuleTextTest {

    @ParameterizedTest(name = "{0} -> {1}, {2} * 2^{3}")
    @CsvSource(
            textBlock =
                    """
            x0,             X0,  1,   0
            -y0,            Y0, -1,   0
            2^-2*x1*y0,     Y0,  1,  -2
            y0*2^(-2)*2^5,  Y0,  1,   3
            4*x1*y0,        Y0,  4,   0
            2^2*x1*y0,      Y0,  1,   2
            3*x0*-2,        X0, -6,   0
            0.75*x0,        X0,  3,  -2
            12*x0,          X0,  6,   1
            16*2^-3*x0,     X0,  4,  -1
            9*x0,           X0,  9,   0
            u3*w,           U,   1,   0
            """)
    @DisplayName("keeps the mantissa and the exponent of a product as they are written, an even mantissa at most 7")
    void scale(String text, Dependency dependency, int mantissa, int exponent) {
        List<Product> products = LearningRuleText.parse(text);
        assertEquals(1, products.size());
        assertEquals(dependency, products.getFirst().dependency());
        assertEquals(mantissa, products.getFirst().mantissa());
        assertEquals(exponent, products.getFirst().exponent());
    }

    @Test
    @DisplayName("has factors with constants, signs, and constants alone")
    void factors() {
        assertEquals(
                List.of(
                        new Factor(Variable.W, 4, false),
                        new Factor(Variable.T, -2, true),
                        new Factor(Variable.CONSTANT, -3, false),
                        new Factor(Variable.CONSTANT, 5, true),
                        new Factor(Variable.Y0, 0, false)),
                LearningRuleText.parse("x0*(w+4)*sgn(t-2)*(-3)*sgn(5)*y0")
                        .getFirst()
                        .factors());
    }

    @Test
    @DisplayName("gives the products that Lava's own parser made of it, for every rule of the golden set")
    void agreesWithLava() throws IOException {
        Path set = SharedFiles.require("golden/loihi-lava");
        int compared = 0;
        List<Path> cases;
        try (Stream<Path> folders = Files.list(set)) {
            cases = folders.map(folder -> folder.resolve("case.json"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
        for (Path file : cases) {
            JsonNode golden = new ObjectMapper().readTree(file.toFile());
            for (String variable : List.of("dw", "dd", "dt")) {
                JsonNode series = golden.path("product_series").path(variable);
                String text = golden.path("rule").path(variable).asText("");
                if (!series.isMissingNode() && !text.isEmpty()) {
                    assertEquals(products(series), LearningRuleText.parse(text), file + " " + variable);
                    compared++;
                }
            }
        }
        assertTrue(compared > 10, compared + " rules");
    }

    private static List<Product> products(JsonNode series) {
        List<Product> products = new ArrayList<>();
        for (JsonNode product : series) {
            List<Factor> factors = new ArrayList<>();
            for (JsonNode factor : product.path("factors")) {
                factors.add(new Factor(
                        Variable.valueOf(factor.path("state_var").asText().toUpperCase(Locale.ROOT)),
                        factor.path("const").asInt(0),
                        factor.path("is_sgn").asBoolean()));
            }
            // The set counts the exponent from the accumulator's lowest bit, 2^-7 of a weight.
            products.add(new Product(
                    Dependency.valueOf(product.path("dependency").asText().toUpperCase(Locale.ROOT)),
                    product.path("decimate_exponent").asInt(0),
                    product.path("s_mantissa").asInt(),
                    product.path("s_exp").asInt() - 7,
                    factors));
        }
        return products;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            x1*w                | column 1: this product has no dependency
            x0 + x1             | column 6: this product has no dependency
            x0 x1               | column 4: '+', '-' or '*' is missing before 'x1'
            x0*z                | column 4: 'z' is not understood
            x0*x7               | column 4: 'x7' is no variable
            x0*                 | column 4: the rule ends where a factor is needed
            x0*u1               | column 4: a product has one dependency, 'u1' is a second
            x0*sgn w            | column 8: sgn needs a bracket
            x0*(w               | column 6: ')' is missing
            x0*(w+              | column 7: a whole number is needed in the bracket
            x0*(                | column 5: the rule ends inside a bracket
            0.1*x0              | column 1: the scale 0.1 * 2^0 is not a whole number -127..127 times a power of two
            131*x0              | column 1: the scale 131.0 * 2^0 is not a whole number
            2^64*2^64*x0        | column 1: exponent of a learning product is 128, allowed: -64..63
            x0*w*w*w*w*w*w*w    | column 1: number of factors of a learning product is 7, allowed: 0..6
            u16*w               | column 1: the number 16 is too large, allowed: up to 15
            2^999999999999*x0   | column 1: the number 999999999999 is too large
            """)
    @DisplayName("is refused with the column and what is allowed there")
    void isRefused(String text, String message) {
        RanvierException error = assertThrows(RanvierException.class, () -> LearningRuleText.parse(text));
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }
}
