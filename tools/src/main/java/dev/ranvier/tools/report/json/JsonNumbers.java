package dev.ranvier.tools.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Numbers and arrays of numbers in JSON, which knows neither NaN nor infinity: both become null. */
final class JsonNumbers {
    private JsonNumbers() {}

    static void field(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        value(json, value);
    }

    static void field(JsonGenerator json, String name, int[] values) throws IOException {
        json.writeFieldName(name);
        json.writeArray(values, 0, values.length);
    }

    static void field(JsonGenerator json, String name, long[] values) throws IOException {
        json.writeFieldName(name);
        json.writeArray(values, 0, values.length);
    }

    static void field(JsonGenerator json, String name, double[] values) throws IOException {
        json.writeFieldName(name);
        array(json, values);
    }

    static void array(JsonGenerator json, double[] values) throws IOException {
        json.writeStartArray();
        for (double value : values) {
            value(json, value);
        }
        json.writeEndArray();
    }

    /** Whole numbers are written without a fraction, so that counts read as counts. */
    static void value(JsonGenerator json, double value) throws IOException {
        if (!Double.isFinite(value)) {
            json.writeNull();
        } else if (value == Math.rint(value) && Math.abs(value) < 0x1p53) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(value);
        }
    }
}
