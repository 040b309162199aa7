package dev.ranvier.tools.run;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.tools.cells.CellMapper;
import dev.ranvier.tools.cells.RegisterError;
import dev.ranvier.tools.crossbar.CrossbarMapper;
import dev.ranvier.tools.map.Mapper;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.microcode.UnitMapper;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.quantize.Discretization;
import dev.ranvier.tools.quantize.NetworkQuantizer;
import dev.ranvier.tools.quantize.QuantizationReport;
import dev.ranvier.tools.quantize.Quantizer;
import java.util.List;

/**
 * A network of any kind on a chip.
 *
 * @param mapping the network on the chip
 * @param quantization what quantisation did to weights and populations in physical units; empty lists for others
 * @param registers what registers make of the parameters of cells; empty for others
 * @param notes choices and approximations, for people
 */
public record NetworkMapping(
        Mapping mapping, QuantizationReport quantization, List<RegisterError> registers, List<String> notes) {
    /** Copies its lists. */
    public NetworkMapping {
        registers = List.copyOf(registers);
        notes = List.copyOf(notes);
    }

    /**
     * Quantises and maps {@code network}.
     *
     * @param steps how continuous time becomes ticks
     * @param quantizer of weights
     * @param seed seed of the chip's random draws
     * @throws dev.ranvier.tools.map.Refusal if the network does not fit
     */
    public static NetworkMapping of(
            Network network, ChipSpec spec, Discretization steps, Quantizer quantizer, long seed) {
        return switch (network.kind()) {
            case COMPARTMENTS -> {
                if (spec.core() instanceof CrossbarCoreSpec) {
                    CrossbarMapper.Result crossbar = CrossbarMapper.map(network, spec, steps);
                    yield new NetworkMapping(crossbar.mapping(), crossbar.report(), List.of(), crossbar.notes());
                }
                NetworkQuantizer.Result quantized = NetworkQuantizer.run(network, spec, steps, quantizer);
                yield new NetworkMapping(
                        Mapper.map(quantized.network(), spec, seed), quantized.report(), List.of(), List.of());
            }
            case CELLS -> {
                CellMapper.Result cells = CellMapper.map(network, spec, steps.dtSeconds());
                yield new NetworkMapping(
                        cells.mapping(), new QuantizationReport(List.of(), List.of()), cells.errors(), List.of());
            }
            case PROGRAMS ->
                new NetworkMapping(
                        UnitMapper.map(network, spec, seed),
                        new QuantizationReport(List.of(), List.of()),
                        List.of(),
                        List.of());
        };
    }
}
