package dev.ranvier.tools.conform;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.session.ChipSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Runs golden cases: the proof that an emulated chip equals its reference. It contains no arithmetic of a chip: a case
 * becomes a network, is mapped by the same mapper that users get, loaded onto the same chip, and read through the same
 * probes and memories. Not safe for several threads.
 */
public final class Conform {
    private final Map<String, CaseRunner> runners = new TreeMap<>();
    private final Function<ChipSpec, ChipSession> opener;
    private final Path data;

    /**
     * @param opener opens a board: in this process, or behind a wire
     * @param data folder where files named in a case are looked up by base name
     */
    public Conform(Function<ChipSpec, ChipSession> opener, Path data) {
        this.opener = opener;
        this.data = data;
        for (CaseRunner runner : List.<CaseRunner>of(
                new LoihiNengoCases(),
                new LoihiLavaCases(),
                new LoihiBrian2Cases(),
                new NirNetworkCases(),
                new NocSet(),
                new RancCases(),
                new RancRtlCases(),
                new BiophysicalCases(),
                new MicrocodeCases())) {
            runners.put(runner.set(), runner);
        }
    }

    /** The cases in {@code folder}: a case, a set, or a folder of sets. */
    public static List<Path> cases(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new RanvierException(
                    folder + " is no folder; give a case (with case.json), a set, or a folder of sets");
        }
        if (Files.isRegularFile(folder.resolve("case.json"))) {
            return List.of(folder);
        }
        try (Stream<Path> files = Files.walk(folder, 3)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().equals("case.json"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new RanvierException(folder + " holds no case: no case.json in it or up to two folders below");
            }
            return found;
        } catch (IOException e) {
            throw new RanvierException(folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Runs the cases in {@code folders}; {@code progress} sees each result as it comes. */
    public List<CaseResult> run(List<Path> folders, Consumer<CaseResult> progress) {
        List<CaseResult> results = new ArrayList<>();
        for (Path folder : folders) {
            for (Path path : cases(folder)) {
                CaseResult result = run(path);
                results.add(result);
                progress.accept(result);
            }
        }
        return results;
    }

    private CaseResult run(Path folder) {
        long start = System.nanoTime();
        String set =
                folder.toAbsolutePath().normalize().getParent().getFileName().toString();
        String name = folder.getFileName().toString();
        Boards boards = new Boards(opener, data);
        CaseResult.Status status = CaseResult.Status.EQUAL;
        String where = "";
        String expected = "";
        String got = "";
        try {
            GoldenCase golden = new GoldenCase(folder);
            set = golden.set();
            name = golden.name();
            CaseRunner runner = runners.get(set);
            if (runner == null) {
                throw new UnsupportedCase("set '" + set + "' is unknown; known: " + runners.keySet());
            }
            runner.run(golden, boards);
            String unused = golden.unused();
            if (unused != null) {
                throw new Difference("case.json files", unused + " compared", "never looked at");
            }
        } catch (Difference e) {
            status = CaseResult.Status.DIFFER;
            where = e.where();
            expected = e.expected();
            got = e.got();
        } catch (UnsupportedCase e) {
            status = CaseResult.Status.UNSUPPORTED;
            where = e.getMessage();
        } catch (RanvierException e) {
            status = CaseResult.Status.DIFFER;
            where = "running the case";
            expected = "a run";
            got = e.getMessage();
        }
        return new CaseResult(
                set, name, status, where, expected, got, (System.nanoTime() - start) * 1e-9, boards.overrides());
    }

    /** Number of results with {@code status}. */
    public static long count(List<CaseResult> results, CaseResult.Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    /** The last line of a run. */
    public static String summary(List<CaseResult> results) {
        return "cases: " + count(results, CaseResult.Status.EQUAL) + " equal, "
                + count(results, CaseResult.Status.DIFFER) + " differ, "
                + count(results, CaseResult.Status.UNSUPPORTED) + " unsupported";
    }

    /** All results as one object. */
    public static ObjectNode json(List<CaseResult> results) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        ArrayNode cases = root.putArray("cases");
        for (CaseResult result : results) {
            ObjectNode node = cases.addObject();
            node.put("set", result.set());
            node.put("case", result.name());
            node.put("status", result.status().name().toLowerCase(java.util.Locale.ROOT));
            node.put("where", result.where());
            node.put("expected", result.expected());
            node.put("got", result.got());
            node.put("seconds", result.seconds());
            ArrayNode overrides = node.putArray("overrides");
            result.overrides().forEach(overrides::add);
        }
        root.put("equal", count(results, CaseResult.Status.EQUAL));
        root.put("differ", count(results, CaseResult.Status.DIFFER));
        root.put("unsupported", count(results, CaseResult.Status.UNSUPPORTED));
        return root;
    }
}
