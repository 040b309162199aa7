package dev.ranvier.tools.lab.experiment;

import dev.ranvier.hw.yaml.YamlNode;
import dev.ranvier.tools.cells.SpinePhysics;

/** Reads spine plasticity: a published or default set and what is different. Stateless. */
final class SpineReader {
    private static final double MOST = 1e6;
    private static final String[] KEYS = {
        "like", "period_ticks", "tau_bound_ms", "bound_jump", "tau_calcium_ms", "nmda_per_ms", "pre_jump",
        "post_jump", "pre_delay_ms", "remove_above", "insert_above", "insert_per_s", "remove_per_s", "most_receptors"
    };

    private SpineReader() {}

    /** Sets of parameters that files may start from. */
    enum Origin {
        /** Spine of the biophysical core, section 9: rates chosen so that short experiments show a change. */
        SHORT_EXPERIMENT(
                new SpinePhysics(10, 20, 0.5, 20, 3.84, 0.3, 0.9, 0, 1.0, 1.85, 4.0, 0.8, 200),
                "chosen so that experiments of seconds show a change; not fitted to data"),
        /** Graupner and Brunel, PNAS 109:3991 (2012), fit to hippocampal slices; without bistability and noise. */
        GRAUPNER_BRUNEL(
                new SpinePhysics(10, 20, 0, 20, 0, 1, 2, 13.7, 1.0, 1.3, 321.808 / 150, 200.0 / 150, 200),
                "the fit of Graupner and Brunel (2012) to hippocampal slices: gamma / tau = 321.808 and 200 over 150 s");

        private final SpinePhysics physics;
        private final String rates;

        Origin(SpinePhysics physics, String rates) {
            this.physics = physics;
            this.rates = rates;
        }
    }

    /** The plasticity that {@code node} describes. */
    static SpinePhysics read(YamlNode node, Scope scope) {
        if (node.kind() == YamlNode.Kind.SCALAR) {
            return node.asEnum(Origin.class).physics;
        }
        node.allowOnly(KEYS);
        SpinePhysics p = node.get("like").asEnum(Origin.class).physics;
        return new SpinePhysics(
                scope.whole(node, "period_ticks", 1, 16, p.period()),
                scope.number(node, "tau_bound_ms", 1e-3, MOST, p.tauBound()),
                scope.number(node, "bound_jump", 0, 1, p.boundJump()),
                scope.number(node, "tau_calcium_ms", 1e-3, MOST, p.tauCalcium()),
                scope.number(node, "nmda_per_ms", 0, MOST, p.nmda()),
                scope.number(node, "pre_jump", 0, 15, p.preJump()),
                scope.number(node, "post_jump", 0, 15, p.postJump()),
                scope.number(node, "pre_delay_ms", 0, MOST, p.preDelay()),
                scope.number(node, "remove_above", 0, 15, p.removeAbove()),
                scope.number(node, "insert_above", 0, 15, p.insertAbove()),
                scope.number(node, "insert_per_s", 0, MOST, p.insertRate()),
                scope.number(node, "remove_per_s", 0, MOST, p.removeRate()),
                scope.whole(node, "most_receptors", 1, 255, p.mostReceptors()));
    }

    /** What a report says about the rates. */
    static String rates(YamlNode node, SpinePhysics physics) {
        Origin origin = (node.kind() == YamlNode.Kind.SCALAR ? node : node.get("like")).asEnum(Origin.class);
        boolean own = node.kind() == YamlNode.Kind.MAP
                && (node.find("insert_per_s").isPresent()
                        || node.find("remove_per_s").isPresent());
        return "Rates of receptor traffic: insertion " + physics.insertRate() + " /s, removal " + physics.removeRate()
                + " /s, " + (own ? "set in the experiment file." : origin.rates + ".");
    }
}
