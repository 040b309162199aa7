package dev.ranvier.tools.network;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares records part by part, arrays by their contents: no part can be forgotten. */
final class RecordDifference {
    private final Set<String> ignored;

    /** @param ignored names of components that are not compared */
    RecordDifference(String... ignored) {
        this.ignored = Set.of(ignored);
    }

    /** The first place at which {@code a} and {@code b} differ; empty if they are equal. */
    Optional<String> between(Object a, Object b) {
        return between("", a, b);
    }

    private Optional<String> between(String place, Object a, Object b) {
        if (a == null && b == null) {
            return Optional.empty();
        }
        if (a == null || b == null || (a.getClass() != b.getClass() && !(a instanceof List))) {
            return Optional.of(place + ": " + a + " and " + b);
        }
        if (a instanceof Optional<?> left) {
            return between(place, left.orElse(null), ((Optional<?>) b).orElse(null));
        }
        if (a instanceof List<?> left) {
            return between(place, left.toArray(), ((List<?>) b).toArray());
        }
        if (a instanceof Map<?, ?> left) {
            Map<?, ?> right = (Map<?, ?>) b;
            return left.keySet().equals(right.keySet())
                    ? between(place, left.values().toArray(), right.values().toArray())
                    : Optional.of(place + ": " + left.keySet() + " and " + right.keySet());
        }
        if (a.getClass().isArray()) {
            if (Array.getLength(a) != Array.getLength(b)) {
                return Optional.of(place + ": " + Array.getLength(a) + " and " + Array.getLength(b) + " elements");
            }
            for (int i = 0; i < Array.getLength(a); i++) {
                Optional<String> difference = between(place + "[" + i + "]", Array.get(a, i), Array.get(b, i));
                if (difference.isPresent()) {
                    return difference;
                }
            }
            return Optional.empty();
        }
        if (a instanceof Record) {
            for (RecordComponent component : a.getClass().getRecordComponents()) {
                if (!ignored.contains(component.getName())) {
                    Optional<String> difference =
                            between(place + "." + component.getName(), value(component, a), value(component, b));
                    if (difference.isPresent()) {
                        return difference;
                    }
                }
            }
            return Optional.empty();
        }
        return a.equals(b) ? Optional.empty() : Optional.of(place + ": " + a + " and " + b);
    }

    private static Object value(RecordComponent component, Object record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
