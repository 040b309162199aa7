package dev.ranvier.tools.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ranvier.hw.GridSpec;
import dev.ranvier.hw.Limit;
import dev.ranvier.tools.report.model.ConfusionPart;
import dev.ranvier.tools.report.model.HeadroomPart;
import dev.ranvier.tools.report.model.HistogramPart;
import dev.ranvier.tools.report.model.MatrixPart;
import dev.ranvier.tools.report.model.MeshPart;
import dev.ranvier.tools.report.model.PlacementPart;
import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.model.RasterPart;
import dev.ranvier.tools.report.model.ReportPart;
import dev.ranvier.tools.report.model.TablePart;
import dev.ranvier.tools.report.model.TextPart;
import dev.ranvier.tools.report.model.TickMark;
import dev.ranvier.tools.report.model.TracePart;
import dev.ranvier.tools.report.model.UtilisationPart;
import dev.ranvier.tools.report.reduce.BlockMeans;
import dev.ranvier.tools.report.reduce.FewerPoints;
import dev.ranvier.tools.report.reduce.MergedBins;
import dev.ranvier.tools.report.reduce.MinMax;
import dev.ranvier.tools.report.reduce.RasterSample;
import dev.ranvier.tools.report.reduce.RateHistogram;
import dev.ranvier.tools.report.reduce.TableHead;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes the parts of a report, each as one JSON object. */
final class PartJson {
    private final JsonGenerator json;

    PartJson(JsonGenerator json) {
        this.json = json;
    }

    void write(ReportPart part) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type(part));
        json.writeStringField("title", part.title());
        json.writeStringField("caption", part.caption());
        switch (part) {
            case TextPart text -> text(text);
            case TablePart table -> table(table);
            case RasterPart raster -> raster(raster);
            case TracePart traces -> traces(traces);
            case UtilisationPart utilisation -> utilisation(utilisation);
            case ConfusionPart confusion -> confusion(confusion);
            case HeadroomPart headroom -> headroom(headroom);
            case HistogramPart histogram -> histogram(histogram);
            case PlotPart plot -> plot(plot);
            case MatrixPart matrix -> matrix(matrix);
            case MeshPart mesh -> mesh(mesh);
            case PlacementPart placement -> placement(placement);
        }
        json.writeEndObject();
    }

    private static String type(ReportPart part) {
        return switch (part) {
            case TextPart text -> "text";
            case TablePart table -> "table";
            case RasterPart raster -> "raster";
            case TracePart traces -> "traces";
            case UtilisationPart utilisation -> "utilisation";
            case ConfusionPart confusion -> "confusion";
            case HeadroomPart headroom -> "headroom";
            case HistogramPart histogram -> "histogram";
            case PlotPart plot -> "plot";
            case MatrixPart matrix -> "matrix";
            case MeshPart mesh -> "mesh";
            case PlacementPart placement -> "placement";
        };
    }

    private void text(TextPart part) throws IOException {
        json.writeStringField("kind", part.kind() == TextPart.Kind.WARNING ? "warning" : "note");
        strings("paragraphs", part.paragraphs());
    }

    private void table(TablePart part) throws IOException {
        json.writeArrayFieldStart("columns");
        for (TablePart.Column column : part.columns()) {
            json.writeStartObject();
            json.writeStringField("name", column.name());
            json.writeStringField("unit", column.unit());
            json.writeEndObject();
        }
        json.writeEndArray();
        TableHead head = TableHead.of(part, TableHead.MOST_ROWS);
        json.writeNumberField("rows_total", head.total());
        json.writeArrayFieldStart("rows");
        for (List<Object> row : head.rows()) {
            json.writeStartArray();
            for (Object cell : row) {
                cell(cell);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private void cell(Object cell) throws IOException {
        switch (cell) {
            case String text -> json.writeString(text);
            case Long number -> json.writeNumber(number);
            case Number number -> JsonNumbers.value(json, number.doubleValue());
            default -> throw new IllegalStateException("a cell is a String or a Number");
        }
    }

    private void raster(RasterPart part) throws IOException {
        RasterSample sample = RasterSample.of(part, RasterSample.MOST_SPIKES);
        RateHistogram rates = RateHistogram.of(part);
        json.writeNumberField("first_tick", part.firstTick());
        json.writeNumberField("end_tick", part.endTick());
        json.writeNumberField("spikes_total", sample.total());
        json.writeNumberField("spikes_shown", sample.shown());
        json.writeNumberField("rate_bin_ticks", rates.binTicks());
        json.writeStringField("rate_unit", "spikes per neuron and tick");
        json.writeArrayFieldStart("layers");
        for (int i = 0; i < sample.layers().size(); i++) {
            RasterPart.Layer layer = sample.layers().get(i);
            json.writeStartObject();
            json.writeStringField("name", layer.name());
            json.writeNumberField("neurons", layer.neurons());
            json.writeNumberField("spikes_total", sample.totals().get(i));
            JsonNumbers.field(json, "ticks", layer.ticks());
            JsonNumbers.field(json, "indices", layer.indices());
            JsonNumbers.field(json, "rates", rates.rates().get(i));
            json.writeEndObject();
        }
        json.writeEndArray();
        marks(part.marks());
    }

    private void marks(List<TickMark> marks) throws IOException {
        json.writeArrayFieldStart("marks");
        for (TickMark mark : marks) {
            json.writeStartObject();
            json.writeNumberField("tick", mark.tick());
            json.writeStringField("label", mark.label());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void traces(TracePart part) throws IOException {
        json.writeObjectFieldStart("clock");
        json.writeStringField("label", part.clock().label());
        json.writeStringField("unit", part.clock().unit());
        JsonNumbers.field(json, "per_tick", part.clock().perTick());
        json.writeEndObject();
        json.writeArrayFieldStart("panels");
        for (TracePart.Panel panel : part.panels()) {
            json.writeStartObject();
            json.writeStringField("quantity", panel.quantity());
            json.writeStringField("unit", panel.unit());
            if (panel.threshold().isPresent()) {
                JsonNumbers.field(json, "threshold", panel.threshold().getAsDouble());
            }
            json.writeArrayFieldStart("series");
            for (TracePart.Series series : panel.series()) {
                MinMax corners = MinMax.of(
                        Arrays.stream(series.ticks()).asDoubleStream().toArray(), series.values(), MinMax.SLICES);
                json.writeStartObject();
                json.writeStringField("name", series.name());
                json.writeBooleanField("reference", series.reference());
                json.writeNumberField("points_total", series.values().length);
                JsonNumbers.field(json, "ticks", corners.x());
                JsonNumbers.field(json, "values", corners.y());
                JsonNumbers.field(json, "spike_ticks", series.spikeTicks());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        marks(part.marks());
    }

    private void utilisation(UtilisationPart part) throws IOException {
        grid(part.grid());
        json.writeArrayFieldStart("limits");
        for (Limit limit : part.limits()) {
            json.writeStartObject();
            json.writeStringField("name", limit.name());
            json.writeNumberField("allowed", limit.value());
            json.writeStringField("unit", limit.unit());
            json.writeStringField("source", limit.source());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (part.binding().isPresent()) {
            binding(part.binding().get());
        }
        json.writeArrayFieldStart("cores");
        for (UtilisationPart.CoreUse use : part.cores()) {
            json.writeStartObject();
            json.writeNumberField("core", use.core());
            json.writeObjectFieldStart("used");
            for (Limit limit : part.limits()) {
                json.writeNumberField(limit.name(), use.amount(limit));
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void binding(UtilisationPart.Binding binding) throws IOException {
        json.writeObjectFieldStart("binding");
        json.writeStringField("limit", binding.limit().name());
        json.writeNumberField("core", binding.core());
        json.writeNumberField("used", binding.used());
        json.writeNumberField("allowed", binding.limit().value());
        JsonNumbers.field(json, "fraction", binding.fraction());
        json.writeEndObject();
    }

    private void confusion(ConfusionPart part) throws IOException {
        int n = part.classes().size();
        double[] recall = new double[n];
        double[] precision = new double[n];
        Arrays.setAll(recall, part::recall);
        Arrays.setAll(precision, part::precision);
        json.writeNumberField("examples", part.examples());
        json.writeNumberField("correct", part.correct());
        JsonNumbers.field(json, "accuracy", part.accuracy());
        strings("classes", part.classes());
        json.writeArrayFieldStart("counts");
        for (long[] row : part.counts()) {
            json.writeArray(row, 0, row.length);
        }
        json.writeEndArray();
        JsonNumbers.field(json, "recall", recall);
        JsonNumbers.field(json, "precision", precision);
    }

    private void headroom(HeadroomPart part) throws IOException {
        json.writeArrayFieldStart("quantities");
        for (HeadroomPart.Quantity quantity : part.quantities()) {
            json.writeStartObject();
            json.writeStringField("name", quantity.name());
            JsonNumbers.field(json, "observed", quantity.observed());
            JsonNumbers.field(json, "limit", quantity.limit());
            json.writeStringField("unit", quantity.unit());
            JsonNumbers.field(json, "fraction", quantity.fraction());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void histogram(HistogramPart part) throws IOException {
        MergedBins bins = MergedBins.of(part, MergedBins.MOST_BINS);
        axis("value", part.value());
        json.writeStringField("counted", part.counted());
        json.writeBooleanField("log_counts", part.logCounts());
        json.writeNumberField("total", part.total());
        JsonNumbers.field(json, "edges", bins.edges());
        JsonNumbers.field(json, "counts", bins.counts());
        json.writeArrayFieldStart("levels");
        for (HistogramPart.Level level : part.levels()) {
            json.writeStartObject();
            json.writeStringField("label", level.label());
            JsonNumbers.field(json, "value", level.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void plot(PlotPart part) throws IOException {
        axis("x", part.x());
        axis("y", part.y());
        json.writeArrayFieldStart("series");
        for (PlotPart.Series series : part.series()) {
            FewerPoints points = FewerPoints.of(series);
            json.writeStartObject();
            json.writeStringField("name", series.name());
            json.writeNumberField("points_total", points.total());
            JsonNumbers.field(json, "x", points.x());
            JsonNumbers.field(json, "y", points.y());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void axis(String name, PlotPart.Axis axis) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("label", axis.label());
        json.writeStringField("unit", axis.unit());
        json.writeBooleanField("log", axis.log());
        json.writeEndObject();
    }

    private void matrix(MatrixPart part) throws IOException {
        BlockMeans cells = BlockMeans.of(part.values());
        json.writeStringField("quantity", part.quantity());
        json.writeStringField("unit", part.unit());
        strings("rows", part.rows());
        strings("columns", part.columns());
        json.writeNumberField("block_rows", cells.blockRows());
        json.writeNumberField("block_columns", cells.blockColumns());
        json.writeArrayFieldStart("values");
        for (double[] row : cells.values()) {
            JsonNumbers.array(json, row);
        }
        json.writeEndArray();
    }

    private void grid(GridSpec grid) throws IOException {
        json.writeObjectFieldStart("grid");
        json.writeNumberField("columns", grid.columns());
        json.writeNumberField("rows", grid.rows());
        json.writeNumberField("cores_per_tile", grid.coresPerTile());
        json.writeNumberField("chips", grid.chips());
        json.writeEndObject();
    }

    private void placement(PlacementPart part) throws IOException {
        grid(part.grid());
        strings("populations", part.populations());
        json.writeArrayFieldStart("cores");
        for (PlacementPart.Core core : part.cores()) {
            json.writeStartObject();
            json.writeNumberField("core", core.core());
            json.writeObjectFieldStart("neurons");
            for (Map.Entry<Integer, Integer> entry : new TreeMap<>(core.neurons()).entrySet()) {
                json.writeNumberField(part.populations().get(entry.getKey()), entry.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void mesh(MeshPart part) throws IOException {
        json.writeNumberField("columns", part.columns());
        json.writeNumberField("rows", part.rows());
        json.writeNumberField("chips", part.chips());
        json.writeArrayFieldStart("links");
        for (MeshPart.Link link : part.links()) {
            json.writeStartObject();
            json.writeNumberField("chip", link.chip());
            json.writeNumberField("x", link.x());
            json.writeNumberField("y", link.y());
            json.writeStringField("direction", link.direction().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("flits", link.flits());
            JsonNumbers.field(json, "load", link.load());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("queues");
        for (MeshPart.Queue queue : part.queues()) {
            json.writeStartObject();
            json.writeNumberField("chip", queue.chip());
            json.writeNumberField("x", queue.x());
            json.writeNumberField("y", queue.y());
            json.writeStringField("name", queue.name());
            json.writeNumberField("highest", queue.highest());
            json.writeNumberField("capacity", queue.capacity());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void strings(String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
