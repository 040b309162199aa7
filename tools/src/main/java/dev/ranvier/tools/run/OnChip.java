package dev.ranvier.tools.run;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.tools.crossbar.CrossbarMapper;
import dev.ranvier.tools.map.Mapper;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.quantize.Discretization;
import dev.ranvier.tools.quantize.NetworkQuantizer;
import dev.ranvier.tools.quantize.QuantizationReport;
import dev.ranvier.tools.quantize.Quantizer;
import java.util.List;

/**
 * A network quantised and mapped by the tools of the chip's family.
 *
 * @param mapping the network on the chip
 * @param report what quantisation did
 * @param notes choices and approximations, for people
 */
record OnChip(Mapping mapping, QuantizationReport report, List<String> notes) {
    /**
     * Quantises and maps {@code network}.
     *
     * @param seed seed of the chip's random draws
     */
    static OnChip of(Network network, ChipSpec spec, Discretization time, Quantizer quantizer, long seed) {
        if (spec.core() instanceof CrossbarCoreSpec) {
            CrossbarMapper.Result result = CrossbarMapper.map(network, spec, time);
            return new OnChip(result.mapping(), result.report(), result.notes());
        }
        NetworkQuantizer.Result quantized = NetworkQuantizer.run(network, spec, time, quantizer);
        return new OnChip(Mapper.map(quantized.network(), spec, seed), quantized.report(), List.of());
    }
}
