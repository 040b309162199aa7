package dev.ranvier.tools.conform.noc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.emulator.fabric.Arrivals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The {@code totals} of a case against those of a run; names that a case does not give are not compared. */
final class Totals {
    private final Map<String, BigDecimal> got = new LinkedHashMap<>();

    Totals add(String name, long value) {
        got.put(name, BigDecimal.valueOf(value));
        return this;
    }

    /** Adds packets, flits and the least, greatest and mean latency. */
    Totals add(Arrivals arrivals) {
        long flits = 0;
        long least = Long.MAX_VALUE;
        long greatest = 0;
        long sum = 0;
        for (int k = 0; k < arrivals.size(); k++) {
            flits += arrivals.flits(k);
            least = Math.min(least, arrivals.latency(k));
            greatest = Math.max(greatest, arrivals.latency(k));
            sum += arrivals.latency(k);
        }
        add("packets", arrivals.size());
        add("flits", flits);
        if (arrivals.size() > 0) {
            add("latency_min", least);
            add("latency_max", greatest);
            // more digits than any case gives, rounded to the case's digits when compared
            got.put(
                    "latency_mean",
                    BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(arrivals.size()), 12, RoundingMode.HALF_EVEN));
        }
        return this;
    }

    /** The first total that differs. */
    Optional<NocResult> compare(JsonNode expected) {
        for (Map.Entry<String, BigDecimal> total : got.entrySet()) {
            JsonNode wanted = expected.path(total.getKey());
            if (wanted.isNumber()) {
                BigDecimal value = wanted.decimalValue();
                // a printed mean may be rounded either way when it ends in 5
                BigDecimal tolerance = total.getKey().endsWith("_mean")
                        ? new BigDecimal("0.5000001").movePointLeft(value.scale() < 3 ? 3 : value.scale())
                        : BigDecimal.ZERO;
                if (value.subtract(total.getValue()).abs().compareTo(tolerance) > 0) {
                    return Optional.of(new NocResult.Differ(
                            "end",
                            "totals " + total.getKey(),
                            wanted.asText(),
                            total.getValue().toPlainString()));
                }
            }
        }
        return Optional.empty();
    }
}
