/**
 * Input data as users have it: spikes in CSV, arrays in {@code .npy} and {@code .npz}, events of N-MNIST. Everything
 * becomes a {@link dev.ranvier.tools.data.SpikeInput}. What is wrong with a file is said with file, place and value, and
 * sizes are checked before memory is taken.
 */
package dev.ranvier.tools.data;
