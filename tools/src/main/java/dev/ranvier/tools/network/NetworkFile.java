package dev.ranvier.tools.network;

import dev.ranvier.hw.yaml.YamlReader;
import java.nio.file.Path;

/**
 * The network file: a YAML document, with large tables as CSV beside it. NETWORK.md of the tools describes every key.
 * Stateless.
 */
public final class NetworkFile {
    private NetworkFile() {}

    /**
     * Reads a network file.
     *
     * @param file the YAML file; names of files in it are relative to its folder
     * @return the network, checked: every name exists, every index is in range, every list has the right length
     * @throws dev.ranvier.hw.RanvierException naming file, line, key and what is allowed
     */
    public static NetworkDocument read(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return new NetworkReader(folder).read(YamlReader.read(file));
    }

    /**
     * Reads a network from text.
     *
     * @param name stands for the file in messages
     * @param text the YAML document
     * @param folder where files beside it lie
     */
    public static NetworkDocument parse(String name, String text, Path folder) {
        return new NetworkReader(folder).read(YamlReader.parse(name, text));
    }

    /**
     * Writes a network file; {@link #read} gives an equal network back. Lists of more than 16 values go into CSV files
     * beside it, named after it: {@code net.hidden.csv}. Files that exist are replaced.
     *
     * @param file the YAML file to write
     * @throws dev.ranvier.hw.RanvierException if a file cannot be written
     */
    public static void write(Network network, Path file) {
        write(new NetworkDocument(network, RunSettings.NONE), file);
    }

    /** Writes a network file with settings, as {@link #write(Network, Path)} does. */
    public static void write(NetworkDocument document, Path file) {
        new NetworkWriter(file).write(document);
    }
}
