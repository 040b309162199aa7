package dev.ranvier.tools.cli;

import dev.ranvier.tools.conform.*;
import dev.ranvier.tools.session.DirectSession;
import java.nio.file.*;
import java.util.*;

public final class Main {
    public static void main(String[] args) {
        List<Path> folders = new ArrayList<>();
        for (String a : args) folders.add(Path.of(a));
        var results = new Conform(spec -> new DirectSession(spec, 1), Path.of("../shared/data"))
                .run(folders, r -> System.out.println(r.line()));
        System.out.println(Conform.summary(results));
    }
}
