package dev.ranvier.tools.nir;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.hw.RanvierException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What reading a file came to.
 *
 * @param verdict {@code accept}, {@code repair:a+b} (repairs in the order of {@link NirRepair.Kind}) or
 *     {@code refuse:code} (the first {@link NirReason} found; with strict options the names of the repairs)
 * @param graph the graph; empty when the file is refused
 * @param repairs every repair, in the order of the verdict
 * @param findings every fault that could be found, in the order of their codes
 * @param warnings what never changes the verdict
 * @param version version of the package that wrote the file, empty when it could not be read
 */
public record NirReport(
        String verdict,
        Optional<NirGraph> graph,
        List<NirRepair> repairs,
        List<NirFinding> findings,
        List<String> warnings,
        String version) {

    static NirReport of(NirGraph graph, NirFindings findings, String version, boolean strict) {
        String repairs = findings.repairs().stream()
                .map(repair -> repair.kind().code())
                .distinct()
                .collect(Collectors.joining("+"));
        boolean refused = findings.faulty() || (strict && !repairs.isEmpty());
        String verdict;
        if (findings.faulty()) {
            verdict = "refuse:" + findings.faults().getFirst().reason().code();
        } else if (repairs.isEmpty()) {
            verdict = "accept";
        } else {
            verdict = (strict ? "refuse:" : "repair:") + repairs;
        }
        return new NirReport(
                verdict,
                refused ? Optional.empty() : Optional.ofNullable(graph),
                findings.repairs(),
                findings.faults(),
                findings.warnings(),
                version);
    }

    /** Whether the file can be used. */
    public boolean accepted() {
        return graph.isPresent();
    }

    /**
     * The graph.
     *
     * @throws RanvierException when the file was refused; the message lists the faults
     */
    public NirGraph require() {
        return graph.orElseThrow(() -> new RanvierException(verdict + ": "
                + (findings.isEmpty() ? repairs : findings)
                        .stream().map(Object::toString).collect(Collectors.joining("; "))));
    }

    /**
     * The report as JSON: verdict, version, repairs, findings, warnings, and for a usable file the nodes (dotted names,
     * type, shapes; graphs before what is in them) and the number of edges.
     */
    public JsonNode toJson() {
        return NirReportJson.of(this);
    }
}
