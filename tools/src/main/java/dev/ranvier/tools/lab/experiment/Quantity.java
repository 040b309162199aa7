package dev.ranvier.tools.lab.experiment;

/**
 * A number that the host computes before anything runs, such as a Nernst potential.
 *
 * @param name its name, also in expressions
 * @param value value
 * @param unit unit
 * @param how where it comes from, for the table
 */
public record Quantity(String name, double value, String unit, String how) {}
