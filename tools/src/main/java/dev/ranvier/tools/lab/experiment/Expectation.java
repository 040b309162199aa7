package dev.ranvier.tools.lab.experiment;

/**
 * What a measured value should be.
 *
 * @param mechanism id of the mechanism that it shows, e.g. M8
 * @param value what is compared
 * @param expected value
 * @param tolerance largest difference that passes, 0 or more
 * @param source where the number comes from
 */
public record Expectation(String mechanism, Reference value, double expected, double tolerance, String source) {}
