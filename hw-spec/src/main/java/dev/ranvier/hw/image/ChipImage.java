package dev.ranvier.hw.image;

import dev.ranvier.hw.RanvierException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What is loaded onto a board: memory words, the port table and a digest. Immutable.
 *
 * @param network name of the network
 * @param chip name of the chip that it was made for
 * @param chipDigest digest of that chip's description; a board with another one refuses the image
 * @param sections memory words
 * @param inputs input ports
 * @param outputs populations and output ports
 * @param digest SHA-256 (hex) over all of the above
 */
public record ChipImage(
        String network,
        String chip,
        String chipDigest,
        List<MemorySection> sections,
        List<InputPort> inputs,
        List<OutputPort> outputs,
        String digest) {

    /** Copies its lists. */
    public ChipImage {
        sections = List.copyOf(sections);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** An image with its digest computed. */
    public static ChipImage of(
            String network,
            String chip,
            String chipDigest,
            List<MemorySection> sections,
            List<InputPort> inputs,
            List<OutputPort> outputs) {
        return new ChipImage(
                network,
                chip,
                chipDigest,
                sections,
                inputs,
                outputs,
                digestOf(network, chip, chipDigest, sections, inputs, outputs));
    }

    /** The input port called {@code name}; an error that lists the ports if there is none. */
    public InputPort input(String name) {
        return inputs.stream()
                .filter(port -> port.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RanvierException("input port '" + name + "' does not exist; input ports: "
                        + inputs.stream().map(InputPort::name).toList()));
    }

    /** The population or output port called {@code name}; an error that lists them if there is none. */
    public OutputPort output(String name) {
        return outputs.stream()
                .filter(port -> port.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RanvierException("population '" + name + "' does not exist; populations: "
                        + outputs.stream().map(OutputPort::name).toList()));
    }

    /** Number of the first channel of the input port called {@code name}: channels count through all ports in order. */
    public int firstChannel(String name) {
        int first = 0;
        for (InputPort port : inputs) {
            if (port.name().equals(name)) {
                return first;
            }
            first += port.channels();
        }
        input(name);
        throw new IllegalStateException("unreachable");
    }

    /** Number of input channels of all ports. */
    public int channels() {
        return inputs.stream().mapToInt(InputPort::channels).sum();
    }

    /** The digest that an image with these parts has. */
    public static String digestOf(
            String network,
            String chip,
            String chipDigest,
            List<MemorySection> sections,
            List<InputPort> inputs,
            List<OutputPort> outputs) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            try (DataOutputStream out = new DataOutputStream(new java.io.BufferedOutputStream(
                    new DigestOutputStream(OutputStream.nullOutputStream(), sha), 1 << 16))) {
                out.writeUTF(network);
                out.writeUTF(chip);
                out.writeUTF(chipDigest);
                out.writeInt(sections.size());
                for (MemorySection section : sections) {
                    out.writeInt(section.core());
                    out.writeUTF(section.memory());
                    out.writeInt(section.address());
                    longs(out, section.words());
                }
                out.writeInt(inputs.size());
                for (InputPort port : inputs) {
                    out.writeUTF(port.name());
                    out.writeUTF(port.kind().name());
                    ints(out, port.offsets());
                    longs(out, port.targets());
                }
                out.writeInt(outputs.size());
                for (OutputPort port : outputs) {
                    out.writeUTF(port.name());
                    out.writeBoolean(port.output());
                    ints(out, port.sources());
                }
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a digest into memory cannot fail", e);
        }
    }

    private static void longs(DataOutputStream out, long[] values) throws IOException {
        out.writeInt(values.length);
        for (long value : values) {
            out.writeLong(value);
        }
    }

    private static void ints(DataOutputStream out, int[] values) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }
}
