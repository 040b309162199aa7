package dev.ranvier.tools.lab.experiment;

import dev.ranvier.hw.RanvierException;
import java.util.Map;
import java.util.TreeSet;

/**
 * Arithmetic in an experiment file: numbers, names of swept variables, {@code + - * /} and parentheses. One use, one
 * thread.
 */
final class Expression {
    private final String text;
    private final Map<String, Double> names;
    private int at;

    private Expression(String text, Map<String, Double> names) {
        this.text = text;
        this.names = names;
    }

    /**
     * Value of {@code text}.
     *
     * @throws RanvierException saying at which letter it stops to make sense
     */
    static double evaluate(String text, Map<String, Double> names) {
        Expression expression = new Expression(text, names);
        double value = expression.sum();
        expression.skipSpace();
        if (expression.at < text.length()) {
            throw expression.error("'" + text.charAt(expression.at) + "' is not expected here");
        }
        return value;
    }

    private double sum() {
        double value = product();
        while (true) {
            if (take('+')) {
                value += product();
            } else if (take('-')) {
                value -= product();
            } else {
                return value;
            }
        }
    }

    private double product() {
        double value = factor();
        while (true) {
            if (take('*')) {
                value *= factor();
            } else if (take('/')) {
                value /= factor();
            } else {
                return value;
            }
        }
    }

    private double factor() {
        if (take('-')) {
            return -factor();
        }
        if (take('(')) {
            double value = sum();
            if (!take(')')) {
                throw error("a closing ')' is missing");
            }
            return value;
        }
        skipSpace();
        int start = at;
        while (at < text.length() && isWord(text.charAt(at), start)) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.isEmpty()) {
            throw error("a number or a name is missing");
        }
        return Character.isDigit(word.charAt(0)) || word.charAt(0) == '.' ? number(word) : name(word);
    }

    /** Letters of a name or number; the sign of an exponent belongs to it. */
    private boolean isWord(char c, int start) {
        boolean exponent = at > start + 1
                && (c == '-' || c == '+')
                && (text.charAt(at - 1) == 'e' || text.charAt(at - 1) == 'E')
                && Character.isDigit(text.charAt(start));
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || exponent;
    }

    private double number(String word) {
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw error("'" + word + "' is not a number");
        }
    }

    private double name(String word) {
        Double value = names.get(word);
        if (value == null) {
            throw error("the name '" + word + "' is unknown; names here: "
                    + (names.isEmpty() ? "none (a sweep defines some)" : new TreeSet<>(names.keySet())));
        }
        return value;
    }

    private boolean take(char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private RanvierException error(String what) {
        return new RanvierException("is '" + text + "': " + what + " (letter " + (at + 1)
                + "); allowed: numbers, names, + - * / and parentheses");
    }
}
