package dev.ranvier.tools.bench;

import java.util.List;
import java.util.Map;

/** A workload that is defined to the last bit, with check values: {@code ranvier bench NAME}. */
public interface Workload {
    /** Its name on the command line. */
    String name();

    /** One line for people. */
    String title();

    /**
     * Runs it.
     *
     * @param options options by name, as text; unknown ones are refused
     * @param threads threads of the emulator
     * @param seconds about how long to measure
     */
    List<Result> run(Map<String, String> options, int threads, double seconds);

    /**
     * One line of the result.
     *
     * @param name workload and variant
     * @param correct true if every check value is right
     * @param checks what was checked, expected and got
     * @param figures rates and counts by name
     */
    record Result(String name, boolean correct, List<Check> checks, Map<String, Double> figures) {}

    /**
     * A check value.
     *
     * @param what what is checked
     * @param expected value of the workload's definition
     * @param got value of this run
     */
    record Check(String what, String expected, String got) {
        /** True if they are equal. */
        public boolean right() {
            return expected.equals(got);
        }
    }
}
