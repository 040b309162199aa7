package dev.ranvier.tools.lab.experiment;

/** What a laboratory can record. */
public enum Signal {
    /** Membrane potential of the soma. */
    SOMA("membrane potential", "mV", false),
    /** Membrane potential of the dendrite. */
    DENDRITE("dendritic potential", "mV", false),
    /** Synaptic current into the soma; inward is positive. */
    SOMA_CURRENT("synaptic current", "pA", false),
    /** Synaptic current into the dendrite; inward is positive. */
    DENDRITE_CURRENT("dendritic synaptic current", "pA", false),
    /** AMPA receptors of a plastic synapse. */
    RECEPTORS("AMPA receptors", "receptors", true),
    /** Spine calcium of a plastic synapse; 1 is about the threshold of removal. */
    CALCIUM("spine calcium", "", true),
    /** Spikes of a cell. */
    SPIKES("spikes", "spikes", false);

    private final String title;
    private final String unit;
    private final boolean ofSynapse;

    Signal(String title, String unit, boolean ofSynapse) {
        this.title = title;
        this.unit = unit;
        this.ofSynapse = ofSynapse;
    }

    /** What an axis says. */
    public String title() {
        return title;
    }

    /** Unit, may be empty. */
    public String unit() {
        return unit;
    }

    /** True if it belongs to a synapse, false if to a cell. */
    public boolean ofSynapse() {
        return ofSynapse;
    }

    /** Compartment of a potential or a current: 0 soma, 1 dendrite. */
    public int compartment() {
        return this == DENDRITE || this == DENDRITE_CURRENT ? 1 : 0;
    }

    /** The word in files. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
