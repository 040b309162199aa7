package dev.ranvier.emulator.device;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.hw.ChipSpec;

/** Makes the machine behind a device. */
@FunctionalInterface
public interface ChipFactory {
    /** A new machine without an image; called in the device's own thread. */
    Chip create(ChipSpec spec);
}
