package dev.ranvier.tools.lab.experiment;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.yaml.YamlNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The names that expressions may use at a place of an experiment file, with their values. Immutable.
 *
 * @param values value per name
 */
record Scope(Map<String, Double> values) {
    /** Copies its map, in order. */
    Scope {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The scope with one name more. */
    Scope with(String name, double value) {
        Map<String, Double> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Scope(more);
    }

    /** The number of {@code node}, in {@code min..max}. */
    double number(YamlNode node, double min, double max) {
        double value;
        try {
            value = Expression.evaluate(node.asText(), values);
        } catch (dev.ranvier.hw.yaml.YamlException e) {
            throw e;
        } catch (RanvierException e) {
            throw node.error(e.getMessage());
        }
        if (!(value >= min && value <= max)) {
            String formula = node.asText().equals(Double.toString(value)) ? "" : " ('" + node.asText() + "')";
            throw node.error("is " + value + formula + ", allowed: " + min + ".." + max);
        }
        return value;
    }

    /** The number under {@code key}, which has to be there. */
    double number(YamlNode parent, String key, double min, double max) {
        return number(parent.get(key), min, max);
    }

    /** The number under {@code key}, or {@code otherwise}. */
    double number(YamlNode parent, String key, double min, double max, double otherwise) {
        return parent.find(key).map(node -> number(node, min, max)).orElse(otherwise);
    }

    /** The whole number under {@code key}, or {@code otherwise}. */
    int whole(YamlNode parent, String key, int min, int max, int otherwise) {
        return parent.find(key).map(node -> whole(node, min, max)).orElse(otherwise);
    }

    /** The whole number of {@code node}. */
    int whole(YamlNode node, int min, int max) {
        double value = number(node, min, max);
        if (value != Math.rint(value)) {
            throw node.error("is " + value + ", but a whole number is needed, " + min + ".." + max);
        }
        return (int) value;
    }
}
