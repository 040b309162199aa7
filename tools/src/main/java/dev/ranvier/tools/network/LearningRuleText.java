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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the right-hand side of a learning rule, e.g. {@code 2^-2*x1*y0 - 2^-2*y1*x0}: a sum of products of traces (x1,
 * x2, y1, y2, y3), synaptic variables (w, d, t), sums with a constant {@code (t-3)}, signs {@code sgn(w)} and scale
 * factors ({@code 2^-3}, whole or dyadic numbers). Each product needs one dependency: x0 (pre spike), y0 (post spike) or
 * uK (every 2^K epochs); the first one in the text gates the product, another one is a factor. Stateless.
 */
public final class LearningRuleText {
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:"
            + "(2\\^\\(?-?\\d+\\)?)"
            + "|(\\d+(?:\\.\\d+)?)"
            + "|(sgn)"
            + "|([xyu]\\d+|[wdt])"
            + "|([-+*()]))");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final List<Integer> columns = new ArrayList<>();
    private int next;

    private LearningRuleText(String text) {
        this.text = text;
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

    /** The products of {@code text}. */
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
        double scale = 1;
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
            throw fault(columns.get(start), "this product has no dependency; multiply it by x0, y0 or u0..u9");
        }
        return scaled(draft, negative ? -draft.scale : draft.scale, start);
    }

    private void factor(Draft draft) {
        if (next == tokens.size()) {
            throw fault("the rule ends where a factor is needed");
        }
        if (accept("-")) {
            draft.scale = -draft.scale;
        }
        String token = next < tokens.size() ? tokens.get(next) : "";
        if (token.startsWith("2^")) {
            draft.scale = Math.scalb(draft.scale, Integer.parseInt(token.replaceAll("[2^()]*\\^|[()]", "")));
            next++;
        } else if (!token.isEmpty() && Character.isDigit(token.charAt(0))) {
            draft.scale *= Double.parseDouble(token);
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
            draft.decimate = Integer.parseInt(token.substring(1));
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

    /** {@code variable [+|- number] )}, after the opening bracket. */
    private Factor bracket(boolean sign) {
        if (next == tokens.size()) {
            throw fault("the rule ends inside a bracket");
        }
        Variable variable = variable(tokens.get(next));
        next++;
        int constant = 0;
        boolean minus = accept("-");
        if (minus || accept("+")) {
            if (next == tokens.size() || !tokens.get(next).matches("\\d+")) {
                throw fault("a whole number is needed after the sign in a bracket");
            }
            constant = Integer.parseInt(tokens.get(next));
            next++;
            constant = minus ? -constant : constant;
        }
        if (!accept(")")) {
            throw fault("')' is missing");
        }
        return new Factor(variable, constant, sign);
    }

    /** Scale as mantissa · 2^exponent with the smallest odd mantissa, as far as exponents allow. */
    private Product scaled(Draft draft, double scale, int start) {
        int exponent = 0;
        double mantissa = scale;
        while (mantissa != Math.rint(mantissa) && exponent > -60) {
            mantissa *= 2;
            exponent--;
        }
        while (mantissa != 0 && mantissa % 2 == 0) {
            mantissa /= 2;
            exponent++;
        }
        if (mantissa != Math.rint(mantissa) || Math.abs(mantissa) > 127) {
            throw fault(
                    columns.get(start), "the scale " + scale + " is not a whole number -127..127 times a power of two");
        }
        return new Product(draft.dependency.orElseThrow(), draft.decimate, (int) mantissa, exponent, draft.factors);
    }
}
