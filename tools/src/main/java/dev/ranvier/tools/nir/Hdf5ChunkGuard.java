package dev.ranvier.tools.nir;

import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.filter.DeflatePipelineFilter;
import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Makes sure that no chunk unpacks to more than it declares. The library inflates until the stream ends, so two
 * megabytes of zeros could ask for two gigabytes of memory.
 */
final class Hdf5ChunkGuard {

    /** Below this many stored bytes even the best ratio of deflate (1032:1) is harmless. */
    private static final long HARMLESS_BYTES = 128 << 10;

    private Hdf5ChunkGuard() {}

    static void check(ChunkedDataset dataset, String path) {
        if (dataset.getStorageInBytes() <= HARMLESS_BYTES || !deflated(dataset.getFilters())) {
            return;
        }
        int[] dims = dataset.getDimensions();
        int[] chunk = dataset.getChunkDimensions();
        // Checksums and an unshuffled rest may follow the data, a few bytes each.
        long limit = 64L + dataset.getDataType().getSize();
        long elements = 1;
        for (int dim : chunk) {
            elements *= dim;
        }
        limit += elements * dataset.getDataType().getSize();
        int[] offset = new int[dims.length];
        byte[] scratch = new byte[64 << 10];
        do {
            ByteBuffer raw = chunkAt(dataset, offset);
            if (raw != null && !inflatesWithin(raw, limit, scratch)) {
                throw new Refusal(
                        NirReason.NOT_HDF5,
                        path,
                        "a chunk unpacks to more than the " + limit + " bytes that it may have");
            }
        } while (next(offset, dims, chunk));
    }

    private static boolean deflated(List<PipelineFilterWithData> filters) {
        return filters.stream().anyMatch(filter -> filter.getId() == DeflatePipelineFilter.ID);
    }

    /** The stored bytes of a chunk, or null where none is stored: fill values stand there. */
    private static ByteBuffer chunkAt(ChunkedDataset dataset, int[] offset) {
        try {
            return dataset.getRawChunkBuffer(offset);
        } catch (HdfException absent) {
            return null;
        }
    }

    private static boolean inflatesWithin(ByteBuffer raw, long limit, byte[] scratch) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(raw);
            long total = 0;
            while (!inflater.finished()) {
                int read = inflater.inflate(scratch);
                if (read == 0) {
                    return true; // A broken stream: the reader reports it with more detail.
                }
                total += read;
                if (total > limit) {
                    return false;
                }
            }
            return true;
        } catch (DataFormatException broken) {
            return true; // As above.
        } finally {
            inflater.end();
        }
    }

    private static boolean next(int[] offset, int[] dims, int[] chunk) {
        for (int axis = offset.length - 1; axis >= 0; axis--) {
            offset[axis] += chunk[axis];
            if (offset[axis] < dims[axis]) {
                return true;
            }
            offset[axis] = 0;
        }
        return false;
    }
}
