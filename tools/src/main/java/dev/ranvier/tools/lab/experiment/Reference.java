package dev.ranvier.tools.lab.experiment;

import java.util.Map;

/**
 * Names values of an observable: one, or all of a group.
 *
 * @param observable its name, or that of a derived value or quantity
 * @param group group, or empty where only one has the observable
 * @param at swept values that a preparation has to have; empty = any
 */
public record Reference(String observable, String group, Map<String, Double> at) {
    /** Copies its map. */
    public Reference {
        at = Map.copyOf(at);
    }

    /** True if {@code preparation} is meant. */
    public boolean matches(Preparation preparation) {
        return (group.isEmpty() || group.equals(preparation.group()))
                && at.entrySet().stream().allMatch(e -> {
                    Double value = preparation.at().get(e.getKey());
                    return value != null && Math.abs(value - e.getValue()) < 1e-9;
                });
    }

    /** For people: {@code peak of hold at hold=-70}. */
    public String text() {
        StringBuilder text = new StringBuilder(observable);
        if (!group.isEmpty()) {
            text.append(" of ").append(group);
        }
        at.forEach((name, value) -> text.append(", ").append(name).append(' ').append(Preparation.plain(value)));
        return text.toString();
    }
}
