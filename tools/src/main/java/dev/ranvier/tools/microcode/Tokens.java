package dev.ranvier.tools.microcode;

import dev.ranvier.tools.microcode.AssemblyException.Kind;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of one line, taken from the front. Not safe for several threads. */
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("(?<directive>\\.[A-Za-z_][A-Za-z0-9_]*)"
            + "|(?<integer>-?(?:0[xX][0-9A-Fa-f]+|[0-9]+)(?![A-Za-z0-9_]))"
            + "|(?<name>[A-Za-z_][A-Za-z0-9_]*)"
            + "|(?<symbol>[\\[\\]!,=#])");

    /** Kinds of tokens. */
    enum Type {
        DIRECTIVE,
        INTEGER,
        NAME,
        SYMBOL,
        /** Past the last token. */
        END
    }

    /** A token; {@code column} from 1. */
    record Token(Type type, String text, int column) {}

    private final int line;
    private final Token end;
    private final ArrayDeque<Token> tokens = new ArrayDeque<>();

    /** Splits {@code text}, line {@code line} of a program, up to its comment. */
    Tokens(String text, int line) {
        this.line = line;
        int comment = text.indexOf(';');
        String code = (comment < 0 ? text : text.substring(0, comment)).stripTrailing();
        end = new Token(Type.END, "", code.length() + 1);
        Matcher matcher = TOKEN.matcher(code);
        int at = 0;
        while (at < code.length()) {
            if (Character.isWhitespace(code.charAt(at))) {
                at++;
                continue;
            }
            matcher.region(at, code.length());
            if (!matcher.lookingAt()) {
                throw error(
                        Kind.SYNTAX, at + 1, "unexpected '" + code.substring(at, code.offsetByCodePoints(at, 1)) + "'");
            }
            tokens.add(new Token(type(matcher), matcher.group(), at + 1));
            at = matcher.end();
        }
    }

    private static Type type(Matcher matcher) {
        return matcher.group("directive") != null
                ? Type.DIRECTIVE
                : matcher.group("integer") != null
                        ? Type.INTEGER
                        : matcher.group("name") != null ? Type.NAME : Type.SYMBOL;
    }

    AssemblyException error(Kind kind, int column, String message) {
        return new AssemblyException(kind, line, column, message);
    }

    int line() {
        return line;
    }

    boolean isEmpty() {
        return tokens.isEmpty();
    }

    /** The next token, left where it is. */
    Token peek() {
        return tokens.isEmpty() ? end : tokens.peek();
    }

    /** True if the next token is the symbol {@code text}. */
    boolean at(String text) {
        return peek().type == Type.SYMBOL && peek().text.equals(text);
    }

    /** Number of the symbol {@code text} among the tokens left. */
    long count(String text) {
        return tokens.stream()
                .filter(t -> t.type == Type.SYMBOL && t.text.equals(text))
                .count();
    }

    /** Takes a token of type {@code type}; {@code what} names it in the message if it is another. */
    Token take(Type type, String what) {
        Token next = peek();
        if (next.type != type) {
            throw expected(what, next);
        }
        return tokens.remove();
    }

    /** Takes the symbol {@code text}. */
    Token symbol(String text) {
        if (!at(text)) {
            throw expected("'" + text + "'", peek());
        }
        return tokens.remove();
    }

    private AssemblyException expected(String what, Token found) {
        return error(
                Kind.SYNTAX,
                found.column,
                "expected " + what + ", found "
                        + (found.type == Type.END ? "the end of the line" : "'" + found.text + "'"));
    }

    /** Takes an integer {@code min..max}; {@code kind} is the error if it lies outside. */
    long number(long min, long max, Kind kind, String what) {
        Token token = take(Type.INTEGER, what);
        BigInteger value = value(token.text);
        if (value.compareTo(BigInteger.valueOf(min)) < 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw error(kind, token.column, what + " " + token.text + " outside " + min + ".." + max);
        }
        return value.longValue();
    }

    /** The value of the text of an integer token, decimal or hexadecimal. */
    static BigInteger value(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        boolean hexadecimal = digits.startsWith("0x") || digits.startsWith("0X");
        BigInteger value = hexadecimal ? new BigInteger(digits.substring(2), 16) : new BigInteger(digits);
        return negative ? value.negate() : value;
    }

    /** Refuses whatever is left. */
    void finish() {
        if (!tokens.isEmpty()) {
            throw error(Kind.SYNTAX, peek().column, "unexpected '" + peek().text + "' after the end of the statement");
        }
    }
}
