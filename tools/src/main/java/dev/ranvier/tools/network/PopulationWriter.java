package dev.ranvier.tools.network;

import dev.ranvier.tools.network.CompartmentModel.SharedRegisters;
import dev.ranvier.tools.network.DataWriter.Column;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Writes populations as {@link CompartmentReader} and {@link PhysicalReader} read them. One use per population. */
final class PopulationWriter {
    private static final int DEPTH = 3;
    /** Largest bias mantissa that is written as a plain number. */
    private static final int PLAIN_BIAS = 4095;

    private final YamlText yaml;
    private final ValueWriter values;
    private final Optional<CellPhysics> cells;

    PopulationWriter(YamlText yaml, DataWriter data, Population population, Optional<CellPhysics> cells) {
        this.cells = cells;
        this.yaml = yaml;
        values = new ValueWriter(data, population.name());
    }

    void write(Population population) {
        yaml.item(1, "name", YamlText.quote(population.name()));
        int[] shape = population.shape();
        if (shape.length == 1) {
            yaml.entry(2, "size", Integer.toString(shape[0]));
        } else {
            yaml.entry(2, "shape", Arrays.toString(shape));
        }
        switch (population.model()) {
            case CompartmentModel model -> compartments(model);
            case PhysicalModel model -> physical(model);
            case CellModel model -> CellWriter.write(yaml, values, model, cells.orElseThrow());
            case ProgramModel model -> ProgramWriter.write(yaml, values, model);
        }
        values.finish();
    }

    private void compartments(CompartmentModel model) {
        yaml.open(2, "compartments");
        always(Column.of("decay_u", model.decayU()));
        always(Column.of("decay_v", model.decayV()));
        bias(model);
        always(Column.of("threshold", model.threshold()));
        Column ternary = Column.of("ternary", model.ternary());
        Column low = Column.of("threshold_low", model.thresholdLow());
        if (!ternary.isAll("0") || !low.isAll("0")) {
            always(low);
            unless("1", ternary);
        }
        unless("1", Column.of("refractory", model.refractory()));
        unless("0", Column.of("noise", model.noiseOn()));
        Column interval = Column.of("reset_interval", model.resetInterval());
        Column offset = Column.of("reset_offset", model.resetOffset());
        if (!interval.isAll("0") || !offset.isAll("0")) {
            yaml.entry(
                    DEPTH, "reset", "{interval: " + values.text(interval) + ", offset: " + values.text(offset) + "}");
        }
        unless("0", Column.of("initial_u", model.initialU()));
        unless("0", Column.of("initial_v", model.initialV()));
        SharedRegisters shared = model.shared();
        if (!shared.equals(SharedRegisters.WIDE)) {
            yaml.entry(
                    DEPTH,
                    "shared",
                    "{neg_limit: " + shared.negLimit() + ", pos_limit: " + shared.posLimit() + ", noise_exponent: "
                            + shared.noiseExponent() + ", noise_offset: " + shared.noiseOffset()
                            + ", noise_at_membrane: " + shared.noiseAtMembrane() + "}");
        }
    }

    private void bias(CompartmentModel model) {
        Column mantissa = Column.of("bias_mantissa", model.biasMantissa());
        Column exponent = Column.of("bias_exponent", model.biasExponent());
        boolean isPlain =
                exponent.isAll("0") && Arrays.stream(model.biasMantissa()).allMatch(m -> Math.abs(m) <= PLAIN_BIAS);
        if (!isPlain) {
            yaml.entry(
                    DEPTH,
                    "bias",
                    "{mantissa: " + values.text(mantissa) + ", exponent: " + values.text(exponent) + "}");
        } else if (!mantissa.isAll("0")) {
            yaml.entry(DEPTH, "bias", values.text(mantissa));
        }
    }

    private void physical(PhysicalModel model) {
        yaml.open(2, "physical");
        yaml.entry(DEPTH, "kind", model.kind().name().toLowerCase(Locale.ROOT));
        for (PhysicalReader.Parameter parameter : PhysicalReader.parameters(model.kind())) {
            double[] of =
                    switch (parameter.key()) {
                        case "tau_mem" -> model.tauMem();
                        case "tau_syn" -> model.tauSyn();
                        case "r" -> model.r();
                        case "v_leak" -> model.vLeak();
                        case "v_threshold" -> model.vThreshold();
                        case "v_reset" -> model.vReset();
                        case "w_in" -> model.wIn();
                        default -> model.bias();
                    };
            always(Column.of(parameter.key(), of));
        }
    }

    private void always(Column column) {
        yaml.entry(DEPTH, column.name(), values.text(column));
    }

    private void unless(String otherwise, Column column) {
        if (!column.isAll(otherwise)) {
            always(column);
        }
    }
}
