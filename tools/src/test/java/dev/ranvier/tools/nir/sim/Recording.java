package dev.ranvier.tools.nir.sim;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads the CSV files of published traces for tests. */
final class Recording {

    private Recording() {}

    /** Rows of numbers; a header line is left out. */
    static List<double[]> rows(Path file) throws IOException {
        List<double[]> rows = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank() || Character.isLetter(line.charAt(0))) {
                    continue;
                }
                String[] cells = line.split(",", -1);
                double[] row = new double[cells.length];
                for (int i = 0; i < row.length; i++) {
                    row[i] = Double.parseDouble(cells[i]);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** Events (step, channel) as an array of steps by channels, 1 where there is one. */
    static double[][] raster(Path file, int steps, int channels) throws IOException {
        double[][] raster = new double[steps][channels];
        for (double[] event : rows(file)) {
            raster[(int) event[0]][(int) event[1]] = 1;
        }
        return raster;
    }

    /** Number of entries that differ. */
    static int differences(double[][] a, double[][] b) {
        int count = Math.abs(a.length - b.length);
        for (int step = 0; step < Math.min(a.length, b.length); step++) {
            for (int i = 0; i < a[step].length; i++) {
                count += a[step][i] == b[step][i] ? 0 : 1;
            }
        }
        return count;
    }
}
