package dev.ranvier.tools.network;

import dev.ranvier.tools.network.DataWriter.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the values of the parameters of one population or projection; those that are neither uniform nor short become
 * columns of one file. Call {@link #finish} at the end. Not safe for several threads.
 */
final class ValueWriter {
    private final DataWriter data;
    private final String part;
    private final List<Column> columns = new ArrayList<>();
    private String file = "";

    /** @param part what the values belong to: part of the file's name */
    ValueWriter(DataWriter data, String part) {
        this.data = data;
        this.part = part;
    }

    /** The text of the values. */
    String text(Column values) {
        if (values.isUniform()) {
            return values.text().apply(0);
        }
        if (values.size() <= DataWriter.MAX_INLINE) {
            return DataWriter.list(values, 0, values.size());
        }
        if (columns.isEmpty()) {
            file = data.fileName(part);
        }
        columns.add(values);
        return DataWriter.reference(file, values.name());
    }

    /** Writes the file, if one is needed. */
    void finish() {
        if (!columns.isEmpty()) {
            data.table(file, columns);
        }
    }
}
