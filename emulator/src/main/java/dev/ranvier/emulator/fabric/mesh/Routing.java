package dev.ranvier.emulator.fabric.mesh;

/** Deterministic minimal routing functions. */
public enum Routing {
    /**
     * First along x, then along y. On a torus a packet that will cross the rim in the dimension it travels uses the
     * upper half of the channels, any other the lower half (A.8).
     */
    X_FIRST(true, true),
    /** First along y, then along x; torus as {@link #X_FIRST}. */
    Y_FIRST(false, true),
    /**
     * First along x, then along y, with every channel open to every packet also on a torus. The rings of a torus then
     * wait for themselves under load: {@link ChannelDependencies} reports the ring, and chips with it are refused. It
     * is here so that the check and the watchdog can be shown at work.
     */
    X_FIRST_WITHOUT_CLASSES(true, false);

    private final boolean xFirst;
    private final boolean classes;

    Routing(boolean xFirst, boolean classes) {
        this.xFirst = xFirst;
        this.classes = classes;
    }

    /** True if the x dimension is travelled first. */
    public boolean xFirst() {
        return xFirst;
    }

    /** True if channels of a torus are divided into classes. */
    public boolean classes() {
        return classes;
    }
}
