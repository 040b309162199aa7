package dev.ranvier.tools.network;

/**
 * Events that a network file has for an input.
 *
 * @param input name of the input
 * @param source where they come from, for people: a file's name, or the network file itself
 * @param events events of the input's own channels, counted from 0, in the order of ticks
 */
public record Stimulus(String input, String source, InputEvents events) {}
