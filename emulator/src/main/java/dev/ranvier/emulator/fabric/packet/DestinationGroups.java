package dev.ranvier.emulator.fabric.packet;

import dev.ranvier.hw.RanvierException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Registered destination sets, members in the order in which they were given.
 *
 * <p>Owner: one fabric. Grows when groups are registered, never while running.
 */
public final class DestinationGroups {
    /** Most members of one group. */
    public static final int MAX_MEMBERS = (1 << 16) - 1;

    private static final int MAX_GROUPS = 1 << 24;
    private static final int MAX_TOTAL = 1 << 26;

    private final int nodes;
    private int groups;
    private int[] start = new int[16];
    private int[] members = new int[16];

    /** No groups yet, for a fabric with this many nodes. */
    public DestinationGroups(int nodes) {
        this.nodes = nodes;
    }

    /** Number of groups. */
    public int count() {
        return groups;
    }

    /** Members of a group. */
    public int size(int group) {
        return start[group + 1] - start[group];
    }

    /** Member {@code k} of a group: a node id. */
    public int member(int group, int k) {
        return members[start[group] + k];
    }

    /**
     * Adds a group.
     *
     * @param destinations node ids without repetition, 1 .. {@link #MAX_MEMBERS}
     * @return its number, counted from 0
     */
    public int register(int[] destinations) {
        int size = destinations.length;
        int total = start[groups];
        if (size < 1 || size > MAX_MEMBERS || groups == MAX_GROUPS || size > MAX_TOTAL - total) {
            throw new RanvierException("group " + groups + " with " + size + " members: allowed are 1.."
                    + MAX_MEMBERS + " members, " + MAX_GROUPS + " groups and " + MAX_TOTAL
                    + " members of all groups together");
        }
        int[] ordered = destinations.clone();
        Arrays.sort(ordered);
        for (int k = 0; k < size; k++) {
            if (ordered[k] < 0 || ordered[k] >= nodes) {
                throw new RanvierException("group " + groups + " has node " + ordered[k]
                        + " as a member: the network has nodes 0.." + (nodes - 1));
            }
            if (k > 0 && ordered[k] == ordered[k - 1]) {
                throw new RanvierException("node " + ordered[k] + " is a member of group " + groups
                        + " twice: name every destination once");
            }
        }
        if (groups + 2 > start.length) {
            start = Arrays.copyOf(start, start.length * 2);
        }
        if (total + size > members.length) {
            members = Arrays.copyOf(members, Math.max(members.length * 2, total + size));
        }
        System.arraycopy(destinations, 0, members, total, size);
        groups++;
        start[groups] = total + size;
        return groups - 1;
    }

    /** Checks the number of a group. */
    public void check(int group) {
        if (group < 0 || group >= groups) {
            throw new RanvierException(
                    "group " + group + " does not exist: " + groups + " groups are registered, numbered from 0");
        }
    }

    /** Writes all groups. */
    public void save(DataOutput out) throws IOException {
        out.writeInt(groups);
        for (int group = 0; group < groups; group++) {
            out.writeInt(size(group));
            for (int k = 0; k < size(group); k++) {
                out.writeInt(member(group, k));
            }
        }
    }

    /** Reads what {@link #save} wrote, instead of the present groups. */
    public void load(DataInput in) throws IOException {
        groups = 0;
        int count = in.readInt();
        if (count < 0 || count > MAX_GROUPS) {
            throw new IOException(
                    "the saved state has " + count + " groups: allowed are 0.." + MAX_GROUPS + "; it is damaged");
        }
        for (int group = 0; group < count; group++) {
            int size = in.readInt();
            if (size < 1 || size > Math.min(nodes, MAX_MEMBERS)) {
                throw new IOException("saved group " + group + " has " + size + " members: allowed are 1.."
                        + Math.min(nodes, MAX_MEMBERS) + "; the state is damaged");
            }
            int[] read = new int[size];
            for (int k = 0; k < size; k++) {
                read[k] = in.readInt();
            }
            try {
                register(read);
            } catch (RanvierException damaged) {
                throw new IOException(damaged.getMessage() + "; the saved state is damaged", damaged);
            }
        }
    }
}
