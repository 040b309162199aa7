package dev.ranvier.tools.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The page's style: the file {@code report.css}, and the rules that are computed (colour ramps, choice of maps). */
final class StyleSheet {
    private StyleSheet() {}

    /** The text of the style element. */
    static String text() {
        StringBuilder css = new StringBuilder(resource("report.css"));
        css.append(":root{");
        ramp(css, "h", Ramp.LIGHT);
        ramp(css, "d", Ramp.LIGHT_SIGNED);
        css.append("}\n@media screen and (prefers-color-scheme:dark){:root{");
        ramp(css, "h", Ramp.DARK);
        ramp(css, "d", Ramp.DARK_SIGNED);
        css.append("}}\n");
        for (String name : new String[] {"h", "d"}) {
            for (int level = 0; level < Ramp.LEVELS; level++) {
                css.append(".%1$s%2$d{fill:var(--%1$s%2$d)}.%1$st%2$d{fill:var(--%1$st%2$d)}".formatted(name, level));
            }
        }
        css.append('\n');
        for (int map = 1; map <= UtilisationFigure.MOST_MAPS; map++) {
            css.append(".switch>input:nth-of-type(%1$d):checked~.map:nth-of-type(%1$d)".formatted(map))
                    .append(map == UtilisationFigure.MOST_MAPS ? "{display:block}\n" : ",");
        }
        return css.toString();
    }

    private static void ramp(StringBuilder css, String name, Ramp ramp) {
        for (int level = 0; level < Ramp.LEVELS; level++) {
            css.append("--%1$s%2$d:%3$s;--%1$st%2$d:%4$s;".formatted(name, level, ramp.colour(level), ramp.ink(level)));
        }
    }

    /** A text file beside this class. */
    static String resource(String name) {
        try (InputStream in = StyleSheet.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the file " + name + " is missing beside " + StyleSheet.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
