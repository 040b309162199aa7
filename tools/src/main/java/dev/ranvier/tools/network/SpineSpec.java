package dev.ranvier.tools.network;

import java.util.List;

/**
 * What a projection onto cells says beside its counts of receptors.
 *
 * @param receptors names of the receptors (channels) that weight and second count; empty = those of the source's
 *     transmitter. What is named is compared with the transmitter (Dale's principle)
 * @param plastic whether its spines learn
 */
public record SpineSpec(List<String> receptors, boolean plastic) {
    /** Copies its list. */
    public SpineSpec {
        receptors = List.copyOf(receptors);
    }
}
