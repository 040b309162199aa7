package dev.ranvier.tools.nir;

import io.jhdf.GlobalHeap;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Variable-length strings of an HDF5 dataset: descriptors of (length, heap address, index) into global heaps (HDF5 file
 * format specification, section III.E). Read here and not by the library, because a small file can let a million
 * descriptors point at the same megabyte.
 */
final class Hdf5Strings {

    /** All names of a graph together; a graph of a million edges has 64 MiB. */
    private static final long MAX_TEXT_BYTES = 256L << 20;

    private final HdfBackingStorage storage;
    private final String path;
    private final Map<Long, GlobalHeap> heaps = new HashMap<>();
    private long heapBytes;
    private long textBytes;

    Hdf5Strings(HdfBackingStorage storage, String path) {
        this.storage = storage;
        this.path = path;
    }

    String[] read(ByteBuffer descriptors, int count) {
        ByteBuffer buffer = descriptors.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        String[] strings = new String[count];
        for (int i = 0; i < count; i++) {
            int length = buffer.getInt();
            long address = storage.getSizeOfOffsets() == 4 ? Integer.toUnsignedLong(buffer.getInt()) : buffer.getLong();
            int index = buffer.getInt();
            strings[i] = index == 0 ? "" : text(address, index, length);
        }
        return strings;
    }

    private String text(long address, int index, int length) {
        ByteBuffer data = heap(address).getObjectData(index);
        int used = length >= 0 && length <= data.remaining() ? length : data.remaining();
        textBytes += used;
        if (textBytes > MAX_TEXT_BYTES) {
            throw new Refusal(
                    NirReason.TOO_LARGE, path, "its strings have more than " + MAX_TEXT_BYTES + " bytes together");
        }
        byte[] bytes = new byte[used];
        data.get(bytes);
        int end = used;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private GlobalHeap heap(long address) {
        GlobalHeap heap = heaps.get(address);
        if (heap == null) {
            // Heaps do not overlap in a sound file, so together they are no larger than the file.
            int header = 8 + storage.getSizeOfLengths();
            ByteBuffer size = storage.readBufferFromAddress(address, header).position(8);
            heapBytes += storage.getSizeOfLengths() == 4 ? Integer.toUnsignedLong(size.getInt()) : size.getLong();
            if (heapBytes < 0 || heapBytes > storage.size()) {
                throw new Refusal(NirReason.NOT_HDF5, path, "its string heaps are larger than the file: damaged");
            }
            heap = new GlobalHeap(storage, address);
            heaps.put(address, heap);
        }
        return heap;
    }
}
