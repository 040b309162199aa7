package dev.ranvier.tools.nir;

import dev.ranvier.hw.RanvierException;

/**
 * How a file is judged. The defaults are those of specs/nir.md section 9.
 *
 * @param maxBytes limit of declared bytes of all datasets together; at least 1
 * @param strict every repair becomes a refusal
 * @param dropLeadingAxis an Input with more axes than its successor takes loses the leading ones
 * @param flattenCountsBatch a Flatten that fits with one axis fewer is read that way
 * @param broadcast scalar neurons take the size of their Input or Output
 */
public record NirOptions(
        long maxBytes, boolean strict, boolean dropLeadingAxis, boolean flattenCountsBatch, boolean broadcast) {

    /** 2 GiB, no option set. */
    public static final NirOptions DEFAULT = new NirOptions(2L << 30, false, false, false, false);

    /** Checks the limit. */
    public NirOptions {
        if (maxBytes < 1) {
            throw new RanvierException("max-bytes is " + maxBytes + "; give at least 1");
        }
    }

    /** These options with another byte limit. */
    public NirOptions withMaxBytes(long bytes) {
        return new NirOptions(bytes, strict, dropLeadingAxis, flattenCountsBatch, broadcast);
    }

    /** These options with repairs refused or not. */
    public NirOptions withStrict(boolean on) {
        return new NirOptions(maxBytes, on, dropLeadingAxis, flattenCountsBatch, broadcast);
    }

    /** These options with leading axes dropped or not. */
    public NirOptions withDropLeadingAxis(boolean on) {
        return new NirOptions(maxBytes, strict, on, flattenCountsBatch, broadcast);
    }

    /** These options with Flatten read as counting a batch axis or not. */
    public NirOptions withFlattenCountsBatch(boolean on) {
        return new NirOptions(maxBytes, strict, dropLeadingAxis, on, broadcast);
    }

    /** These options with scalar neurons sized by ports or not. */
    public NirOptions withBroadcast(boolean on) {
        return new NirOptions(maxBytes, strict, dropLeadingAxis, flattenCountsBatch, on);
    }
}
