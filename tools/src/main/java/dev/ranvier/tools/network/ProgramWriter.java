package dev.ranvier.tools.network;

import dev.ranvier.tools.network.DataWriter.Column;

/** Writes microcode programs and the neurons that run them as {@link ProgramReader} reads them. Stateless. */
final class ProgramWriter {
    private ProgramWriter() {}

    static void write(YamlText yaml, ValueWriter values, ProgramModel model) {
        write(yaml, model.program());
        if (!model.state().isEmpty()) {
            yaml.open(3, "state");
            model.state()
                    .forEach((word, initial) ->
                            yaml.entry(4, YamlText.quote(word), values.text(Column.of("state_" + word, initial))));
        }
    }

    /** A program as an entry of a population or a projection. */
    static void write(YamlText yaml, ProgramRef program) {
        yaml.open(2, "program");
        yaml.entry(3, "name", YamlText.quote(program.name()));
        if (!program.constants().isEmpty()) {
            yaml.open(3, "constants");
            program.constants().forEach((name, value) -> yaml.entry(4, YamlText.quote(name), value.toString()));
        }
    }
}
