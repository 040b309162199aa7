package dev.ranvier.emulator.chip;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.MemorySection;

/** What a board checks of an image, or of a saved state, before anything of it is taken over. Stateless. */
final class ImageChecks {
    private ImageChecks() {}

    /** Refuses an image for another description, or with cores, memories or words that do not exist. */
    static void check(ChipImage image, ChipSpec spec) {
        if (!image.chipDigest().equals(spec.digest())) {
            throw new RanvierException("image '" + image.network() + "' was made for another description of chip '"
                    + image.chip() + "' (digest " + shorten(image.chipDigest()) + "); this device is '" + spec.name()
                    + "' (digest " + shorten(spec.digest())
                    + "): map the network again with the same chip, profile and --set values");
        }
        for (MemorySection section : image.sections()) {
            ChannelTable.checkCore(section.core(), spec);
            MemorySpec memory = memory(section, spec);
            memory.checkCore(section.core());
            memory.checkRange("core " + section.core(), section.address(), section.words().length);
        }
    }

    private static MemorySpec memory(MemorySection section, ChipSpec spec) {
        try {
            return spec.memory(section.memory());
        } catch (RanvierException e) {
            throw new RanvierException("section of core " + section.core() + ": " + e.getMessage(), e);
        }
    }

    /** Refuses a state that was saved by a board with another description or image. */
    static void checkState(String chipDigest, String imageDigest, ChipImage image, ChipSpec spec) {
        String own = image == null ? "" : image.digest();
        if (!chipDigest.equals(spec.digest()) || !imageDigest.equals(own)) {
            throw new RanvierException("the saved state belongs to chip description " + shorten(chipDigest)
                    + " and image '" + shorten(imageDigest) + "', this device has " + shorten(spec.digest()) + " and '"
                    + shorten(own) + "': load the same image first");
        }
    }

    private static String shorten(String digest) {
        return digest.substring(0, Math.min(12, digest.length()));
    }
}
