package dev.ranvier.tools.nir;

/**
 * An edge of a graph: the identity, without delay and without weight. Several edges into one node are summed.
 *
 * @param source name of the node it leaves
 * @param target name of the node it enters
 */
public record NirEdge(String source, String target) implements Comparable<NirEdge> {

    @Override
    public int compareTo(NirEdge other) {
        int bySource = source.compareTo(other.source);
        return bySource != 0 ? bySource : target.compareTo(other.target);
    }

    @Override
    public String toString() {
        return source + " -> " + target;
    }
}
