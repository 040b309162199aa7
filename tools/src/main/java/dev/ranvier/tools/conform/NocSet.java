package dev.ranvier.tools.conform;

import dev.ranvier.tools.conform.noc.NocCases;
import dev.ranvier.tools.conform.noc.NocResult;

/** Set {@code noc}: the networks alone, without a chip. Stateless. */
final class NocSet implements CaseRunner {
    private final NocCases cases = new NocCases();

    @Override
    public String set() {
        return "noc";
    }

    @Override
    public void run(GoldenCase golden, Boards boards) {
        switch (cases.check(golden)) {
            case NocResult.Equal equal -> {
                // what is judged is equal; its notes are for people who call NocCases themselves
            }
            case NocResult.Differ differ ->
                throw new Difference(differ.at() + " " + differ.place(), differ.expected(), differ.got());
            case NocResult.Unsupported unsupported -> throw new UnsupportedCase(unsupported.why());
        }
    }
}
