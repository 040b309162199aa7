package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.learning.Product;
import dev.ranvier.hw.learning.Product.Dependency;
import dev.ranvier.hw.learning.Product.Factor;
import dev.ranvier.hw.learning.Product.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes the right-hand side of a learning rule, e.g. {@code 2^-2*x1*y0 - 2^-2*y1*x0}: a sum of products of
 * traces (x1, x2, y1, y2, y3), synaptic variables (w, d, t), sums with a constant {@code (t-3)}, constants that the chip
 * holds as a factor {@code (5)}, signs {@code sgn(w)} and scale factors ({@code 2^-3}, whole or dyadic numbers). Each
 * product needs one dependency: x0 (pre spike), y0 (post spike) or uK (every 2^K epochs); the first one in the text gates
 * the product, another one is a factor.
 *
 * <p>Whole numbers make the mantissa of a product and powers of two its exponent, as they are written: {@code 4*x1*y0}
 * and {@code 2^2*x1*y0} round differently on the chip. An even mantissa beyond 7 is halved as often as that helps
 * (specification of the compartment family, section 8.2). Stateless.
 */
public final class LearningRuleText {
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:"
            + "(2\\^\\(?-?\\d+\\)?)"
            + "|(\\d+(?:\\.\\d+)?)"
            + "|(sgn)"
            + "|([xyu]\\d+|[wdt])"
            + "|([-+*()]))");

    private static final int MOST_CHARACTERS = 4096;
    private static final int MOST_EXPONENT = 64;
    private static final int MOST_DECIMATE = 15;
    private static final int MOST_CONSTANT = 512;

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final List<Integer> columns = new ArrayList<>();
    private int next;

    private LearningRuleText(String text) {
        this.text = text;
        if (text.length() > MOST_CHARACTERS) {
            throw new RanvierException(
                    "a learning rule of " + text.length() + " characters is too long, allowed: " + MOST_CHARACTERS);
        }
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (text.substring(at).isBlank()) {
                break;
            }
            if (!matcher.find(at) || matcher.start() != at) {
                throw fault(at, "'" + text.substring(at).strip().substring(0, 1) + "' is not understood");
            }
            tokens.add(matcher.group().strip());
            columns.add(matcher.end() - matcher.group().stripLeading().length());
            at = matcher.end();
        }
    }

    /**
     * The products of {@code text}.
     *
     * @throws RanvierException naming the column and what is allowed there
     */
    public static List<Product> parse(String text) {
        return new LearningRuleText(text).sum();
    }

    private RanvierException fault(int column, String what) {
        return new RanvierException(
                "learning rule \"" + text + "\", column " + (column + 1) + ": " + what
                        + "; a rule is a sum of products like 2^-2*x1*y0 of x0 x1 x2 y0 y1 y2 y3 w d t uK, (w+3), sgn(w) and numbers");
    }

    private RanvierException fault(String what) {
        return fault(next < columns.size() ? columns.get(next) : text.length(), what);
    }

    private boolean accept(String token) {
        if (next < tokens.size() && tokens.get(next).equals(token)) {
            next++;
            return true;
        }
        return false;
    }

    private List<Product> sum() {
        List<Product> products = new ArrayList<>();
        boolean negative = accept("-");
        if (!negative) {
            accept("+");
        }
        while (true) {
            products.add(product(negative));
            if (next == tokens.size()) {
                return products;
            }
            if (accept("-")) {
                negative = true;
            } else if (accept("+")) {
                negative = false;
            } else {
                throw fault("'+', '-' or '*' is missing before '" + tokens.get(next) + "'");
            }
        }
    }

    /** A product while it is read. */
    private static final class Draft {
        double mantissa = 1;
        int exponent;
        Optional<Dependency> dependency = Optional.empty();
        int decimate;
        final List<Factor> factors = new ArrayList<>();
    }

    private Product product(boolean negative) {
        int start = next;
        Draft draft = new Draft();
        do {
            factor(draft);
        } while (accept("*"));
        if (draft.dependency.isEmpty()) {
            throw fault(
                    columns.get(start),
                    "this product has no dependency; multiply it by x0, y0 or u0..u" + MOST_DECIMATE);
        }
        return scaled(draft, negative ? -draft.mantissa : draft.mantissa, start);
    }

    private void factor(Draft draft) {
        if (next == tokens.size()) {
            throw fault("the rule ends where a factor is needed");
        }
        if (accept("-")) {
            draft.mantissa = -draft.mantissa;
        }
        String token = next < tokens.size() ? tokens.get(next) : "";
        if (token.startsWith("2^")) {
            draft.exponent += whole(token.replaceAll("^2\\^|[()]", ""), MOST_EXPONENT);
            next++;
        } else if (!token.isEmpty() && Character.isDigit(token.charAt(0))) {
            draft.mantissa *= Double.parseDouble(token);
            next++;
        } else if (accept("(")) {
            draft.factors.add(bracket(false));
        } else if (accept("sgn")) {
            if (!accept("(")) {
                throw fault("sgn needs a bracket: sgn(w), sgn(t-2)");
            }
            draft.factors.add(bracket(true));
        } else if (token.matches("u\\d+")) {
            if (draft.dependency.isPresent()) {
                throw fault("a product has one dependency, '" + token + "' is a second");
            }
            draft.dependency = Optional.of(Dependency.U);
            draft.decimate = whole(token.substring(1), MOST_DECIMATE);
            next++;
        } else if (token.equals("x0") || token.equals("y0")) {
            if (draft.dependency.isEmpty()) {
                draft.dependency = Optional.of(token.equals("x0") ? Dependency.X0 : Dependency.Y0);
            } else {
                draft.factors.add(new Factor(variable(token), 0, false));
            }
            next++;
        } else {
            draft.factors.add(new Factor(variable(token), 0, false));
            next++;
        }
    }

    private Variable variable(String token) {
        for (Variable variable : Variable.values()) {
            if (variable != Variable.CONSTANT && variable.name().equals(token.toUpperCase(Locale.ROOT))) {
                return variable;
            }
        }
        throw fault("'" + token + "' is no variable");
    }

    /** {@code variable [+|- number] )} or {@code [-] number )}, after the opening bracket. */
    private Factor bracket(boolean sign) {
        Variable variable = Variable.CONSTANT;
        boolean isMinus = accept("-");
        boolean hasConstant = isMinus;
        if (next == tokens.size()) {
            throw fault("the rule ends inside a bracket");
        }
        if (!isMinus && !Character.isDigit(tokens.get(next).charAt(0))) {
            variable = variable(tokens.get(next));
            next++;
            isMinus = accept("-");
            hasConstant = isMinus || accept("+");
        } else {
            hasConstant = true;
        }
        int constant = 0;
        if (hasConstant) {
            if (next == tokens.size() || !tokens.get(next).matches("\\d+")) {
                throw fault("a whole number is needed in the bracket");
            }
            constant = whole(tokens.get(next), MOST_CONSTANT);
            next++;
            constant = isMinus ? -constant : constant;
        }
        if (!accept(")")) {
            throw fault("')' is missing");
        }
        return new Factor(variable, constant, sign);
    }

    /** A whole number that a product can hold, whatever its length in the text. */
    private int whole(String digits, int most) {
        int value = digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (Math.abs(value) > most) {
            throw fault("the number " + digits + " is too large, allowed: up to " + most);
        }
        return value;
    }

    /** Mantissa and exponent as they are written, the mantissa whole and at most 7 if halving makes it so. */
    private Product scaled(Draft draft, double scale, int start) {
        int exponent = draft.exponent;
        double mantissa = scale;
        for (int i = 0; mantissa != Math.rint(mantissa) && i < MOST_EXPONENT; i++) {
            mantissa *= 2;
            exponent--;
        }
        while (Math.abs(mantissa) > 7 && mantissa % 2 == 0) {
            mantissa /= 2;
            exponent++;
        }
        if (mantissa != Math.rint(mantissa) || Math.abs(mantissa) > 127) {
            throw fault(
                    columns.get(start),
                    "the scale " + scale + " * 2^" + draft.exponent
                            + " is not a whole number -127..127 times a power of two");
        }
        try {
            return new Product(draft.dependency.orElseThrow(), draft.decimate, (int) mantissa, exponent, draft.factors);
        } catch (RanvierException e) {
            throw fault(columns.get(start), e.getMessage());
        }
    }

    /** The text of {@code products}, which {@link #parse} reads; empty for no products. */
    public static String format(List<Product> products) {
        StringBuilder out = new StringBuilder();
        for (Product product : products) {
            boolean isNegative = product.mantissa() < 0;
            out.append(out.isEmpty() ? isNegative ? "-" : "" : isNegative ? " - " : " + ");
            StringJoiner factors = new StringJoiner("*");
            if (Math.abs(product.mantissa()) != 1) {
                factors.add(Integer.toString(Math.abs(product.mantissa())));
            }
            if (product.exponent() != 0) {
                factors.add("2^" + product.exponent());
            }
            factors.add(
                    product.dependency() == Dependency.U
                            ? "u" + product.decimate()
                            : product.dependency().name().toLowerCase(Locale.ROOT));
            product.factors().forEach(factor -> factors.add(format(factor)));
            out.append(factors);
        }
        return out.toString();
    }

    private static String format(Factor factor) {
        String variable = factor.variable().name().toLowerCase(Locale.ROOT);
        String sum = factor.variable() == Variable.CONSTANT
                ? Integer.toString(factor.constant())
                : factor.constant() == 0
                        ? variable
                        : variable + (factor.constant() < 0 ? "-" : "+") + Math.abs(factor.constant());
        boolean isPlain = factor.constant() == 0 && factor.variable() != Variable.CONSTANT && !factor.sign();
        return factor.sign() ? "sgn(" + sum + ")" : isPlain ? sum : "(" + sum + ")";
    }
}
