/** What a chip is: data only. Start at {@link dev.ranvier.hw.Chips} and {@link dev.ranvier.hw.ChipSpec}. */
package dev.ranvier.hw;
