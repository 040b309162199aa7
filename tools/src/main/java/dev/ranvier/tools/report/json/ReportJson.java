package dev.ranvier.tools.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.tools.report.model.Fact;
import dev.ranvier.tools.report.model.Headline;
import dev.ranvier.tools.report.model.Identity;
import dev.ranvier.tools.report.model.ReportPart;
import dev.ranvier.tools.report.model.RunReport;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Writes a report as JSON: {@code {"format":"ranvier-report","version":1,"identity":{…},"headlines":[…],"parts":[…]}}.
 * Each part has {@code type}, {@code title}, {@code caption} and the numbers that the page shows; what the page thins is
 * thinned alike, with the totals beside it. Numbers that are not finite become null. By type:
 *
 * <ul>
 *   <li>{@code text}: kind (note or warning), paragraphs
 *   <li>{@code table}: columns (name, unit), rows, rows_total
 *   <li>{@code raster}: first_tick, end_tick (exclusive), spikes_total, spikes_shown, rate_bin_ticks, rate_unit, layers
 *       (name, neurons, spikes_total, ticks, indices, rates), marks (tick, label)
 *   <li>{@code traces}: panels (quantity, unit, threshold if there is one, series: name, points_total, ticks, values,
 *       spike_ticks), marks
 *   <li>{@code utilisation}: grid (columns, rows, cores_per_tile, chips), limits (name, allowed, unit, source), binding
 *       (limit, core, used, allowed, fraction), cores (core, used by limit)
 *   <li>{@code confusion}: examples, correct, accuracy, classes, counts (rows are the true classes), recall, precision
 *   <li>{@code headroom}: quantities (name, observed, limit, unit, fraction)
 *   <li>{@code histogram}: value (label, unit, log), counted, log_counts, total, edges, counts, levels (label, value)
 *   <li>{@code plot}: x, y (label, unit, log), series (name, points_total, x, y)
 *   <li>{@code matrix}: quantity, unit, rows, columns, block_rows, block_columns, values
 *   <li>{@code mesh}: columns, rows, chips, links (chip, x, y, direction, flits, load), queues (chip, x, y, name, highest,
 *       capacity)
 *   <li>{@code placement}: grid, populations, cores (core, neurons by population)
 * </ul>
 */
public final class ReportJson {
    /** Version of the JSON form; grows when a field changes its meaning or goes away. */
    public static final int VERSION = 1;

    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * Writes {@code report} to {@code out}, which stays open.
     *
     * @throws IOException if {@code out} fails
     */
    public void write(RunReport report, Writer out) throws IOException {
        JsonGenerator json = mapper.createGenerator(out)
                .setPrettyPrinter(new DefaultPrettyPrinter())
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeStringField("format", "ranvier-report");
        json.writeNumberField("version", VERSION);
        identity(json, report.identity());
        json.writeArrayFieldStart("headlines");
        for (Headline headline : report.headlines()) {
            json.writeStartObject();
            json.writeStringField("label", headline.label());
            JsonNumbers.field(json, "value", headline.value());
            json.writeStringField("unit", headline.unit());
            json.writeStringField("hint", headline.hint());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("parts");
        PartJson parts = new PartJson(json);
        for (ReportPart part : report.parts()) {
            parts.write(part);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
    }

    private static void identity(JsonGenerator json, Identity identity) throws IOException {
        json.writeObjectFieldStart("identity");
        json.writeStringField("title", identity.title());
        json.writeStringField("summary", identity.summary());
        json.writeStringField("chip", identity.chip());
        json.writeStringField("exactness", identity.exactness());
        json.writeBooleanField("proven", identity.proven());
        json.writeStringField("network", identity.network());
        json.writeStringField("network_digest", identity.networkDigest());
        json.writeStringField("image_digest", identity.imageDigest());
        json.writeStringField("chip_digest", identity.chipDigest());
        json.writeNumberField("seed", identity.seed());
        json.writeStringField("command", identity.command());
        json.writeStringField("date", identity.date());
        facts(json, "versions", identity.versions());
        facts(json, "more", identity.more());
        json.writeEndObject();
    }

    private static void facts(JsonGenerator json, String name, List<Fact> facts) throws IOException {
        json.writeArrayFieldStart(name);
        for (Fact fact : facts) {
            json.writeStartObject();
            json.writeStringField("name", fact.name());
            json.writeStringField("value", fact.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
