/** Learning rules as data, and their words in the memory {@code learning}. */
package dev.ranvier.hw.learning;
