package dev.ranvier.emulator.device;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.firmware.proto.Capabilities;
import dev.ranvier.firmware.proto.CoreCounters;
import dev.ranvier.firmware.proto.CostInfo;
import dev.ranvier.firmware.proto.CountersReading;
import dev.ranvier.firmware.proto.DataSheet;
import dev.ranvier.firmware.proto.FieldInfo;
import dev.ranvier.firmware.proto.LimitInfo;
import dev.ranvier.firmware.proto.MemoryInfo;
import dev.ranvier.firmware.proto.Parameter;
import dev.ranvier.firmware.proto.PortInfo;
import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.CompartmentProfile;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.hw.Limit;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.ProgrammableCoreSpec;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.OutputPort;
import dev.ranvier.hw.microcode.MicroProgram;
import java.util.Locale;

/** Data sheets and counters as they travel. Stateless. */
final class SheetWriter {
    private SheetWriter() {}

    /** Number of the first tick of the profile in use. */
    static long firstTick(ChipSpec spec) {
        return spec.tickRules().firstTick();
    }

    /** Ticks between the stamp of an input event and the tick that it acts in. */
    static int hostLatency(ChipSpec spec) {
        return spec.tickRules().hostLatency();
    }

    static Capabilities capabilities(ChipSpec spec) {
        Capabilities.Builder has = Capabilities.newBuilder()
                .setTiles(spec.grid().tilesPerChip() * spec.grid().chips())
                .setCores(spec.cores())
                .setNeurons((long) spec.cores() * spec.core().neurons());
        Limit synapses = spec.limits().get("synapse_bits");
        if (synapses != null) {
            has.setSynapseBits(spec.cores() * synapses.value());
        }
        switch (spec.core()) {
            case CompartmentCoreSpec core ->
                has.setWeightBits(core.weightBits()).setDelayMax(core.profile().delayMax());
            case CrossbarCoreSpec core ->
                has.setWeightBits(core.widths().weight()).setDelayMax(core.delayMax());
            case BiophysicalCoreSpec core -> has.setWeightBits(8).setDelayMax(BiophysicalCoreSpec.DELAY_SLOTS - 1);
            case ProgrammableCoreSpec core -> has.setWeightBits(32).setDelayMax(ProgrammableCoreSpec.DELAY_SLOTS - 1);
        }
        return has.build();
    }

    static DataSheet sheet(dev.ranvier.firmware.proto.DeviceInfo info, Chip chip) {
        ChipSpec spec = chip.spec();
        DataSheet.Builder sheet = DataSheet.newBuilder()
                .setInfo(info)
                .setTitle(spec.title())
                .setFamily(spec.family())
                .setRevision(spec.revision())
                .setProfile(spec.core().profileName())
                .setIdentity(spec.identity())
                .addAllOverrides(spec.overrides())
                .setColumns(spec.grid().columns())
                .setRows(spec.grid().rows())
                .setCoresPerTile(spec.grid().coresPerTile())
                .setChips(spec.grid().chips())
                .setNeuronsPerCore(spec.core().neurons())
                .setFirstTick(firstTick(spec))
                .setHostLatency(hostLatency(spec))
                .setNanosecondsPerCycle(spec.clock().nanosecondsPerCycle())
                .setTimePolicy(spec.clock().policy().name().toLowerCase(Locale.ROOT))
                .addAllStateVariables(chip.stateVariables())
                .setCostModel(spec.costs().model())
                .setCostSource(spec.costs().source())
                .setCycle(chip.cycle());
        for (Limit limit : spec.limits().values()) {
            sheet.addLimits(LimitInfo.newBuilder()
                    .setName(limit.name())
                    .setValue(limit.value())
                    .setUnit(limit.unit())
                    .setSource(limit.source()));
        }
        parameters(spec, sheet);
        spec.memories().forEach(memory -> sheet.addMemories(memory(memory)));
        spec.costs()
                .sorted()
                .forEach((operation, cost) -> sheet.addCosts(CostInfo.newBuilder()
                        .setOperation(operation)
                        .setNanoseconds(cost.nanoseconds())
                        .setPicojoules(cost.picojoules())));
        chip.image().ifPresent(image -> ports(image, sheet));
        return sheet.build();
    }

    private static void parameters(ChipSpec spec, DataSheet.Builder sheet) {
        switch (spec.core()) {
            case CompartmentCoreSpec core -> {
                CompartmentProfile profile = core.profile();
                parameter(sheet, "weight_bits", core.weightBits());
                parameter(sheet, "decay_max", profile.decayMax());
                parameter(sheet, "refractory_max", profile.refractoryMax());
                parameter(sheet, "bias_mantissa_max", profile.biasMantissaMax());
                parameter(sheet, "bias_exponent_min", profile.biasExponentMin());
                parameter(sheet, "bias_exponent_max", profile.biasExponentMax());
                parameter(sheet, "threshold_min", profile.thresholdMin());
                parameter(sheet, "threshold_max", profile.thresholdMax());
                parameter(sheet, "weight_exponent_min", profile.weightExponentMin());
                parameter(sheet, "weight_exponent_max", profile.weightExponentMax());
                parameter(sheet, "delay_max", profile.delayMax());
                parameter(sheet, "noise", profile.noise());
                parameter(sheet, "graded", profile.graded());
            }
            case CrossbarCoreSpec core -> {
                parameter(sheet, "semantics", core.semantics().name().toLowerCase(Locale.ROOT));
                parameter(sheet, "potential_bits", core.widths().potential());
                parameter(sheet, "weight_bits", core.widths().weight());
                core.ranges().forEach((name, range) -> parameter(sheet, name, range));
                parameter(
                        sheet,
                        "negative_threshold",
                        core.negativeThreshold().name().toLowerCase(Locale.ROOT));
                parameter(sheet, "potential_limit", core.potentialLimit());
                parameter(sheet, "delay_min", core.delayMin());
                parameter(sheet, "delay_max", core.delayMax());
            }
            case BiophysicalCoreSpec core -> parameter(sheet, "channels", BiophysicalCoreSpec.CHANNELS);
            case ProgrammableCoreSpec core -> parameter(sheet, "program_words", MicroProgram.MOST_WORDS);
        }
    }

    private static void parameter(DataSheet.Builder sheet, String name, Object value) {
        sheet.addParameters(Parameter.newBuilder().setName(name).setValue(String.valueOf(value)));
    }

    private static MemoryInfo memory(MemorySpec memory) {
        MemoryInfo.Builder info = MemoryInfo.newBuilder()
                .setName(memory.name())
                .setTitle(memory.title())
                .setEntries(memory.entries())
                .setEntryWords(memory.entryWords())
                .setWordBits(memory.wordBits())
                .setAuthority(memory.authority().name().toLowerCase(Locale.ROOT))
                .setLayout(memory.layout());
        memory.fields()
                .forEach(field -> info.addFields(FieldInfo.newBuilder()
                        .setName(field.name())
                        .setWord(field.word())
                        .setLow(field.low())
                        .setBits(field.bits())
                        .setSigned(field.signed())
                        .setMeaning(field.meaning())
                        .setSource(field.source())));
        return info.build();
    }

    private static void ports(ChipImage image, DataSheet.Builder sheet) {
        sheet.setNetwork(image.network());
        int channel = 0;
        for (InputPort port : image.inputs()) {
            sheet.addInputs(PortInfo.newBuilder()
                    .setName(port.name())
                    .setSize(port.channels())
                    .setKind(port.kind() == InputPort.Kind.ERROR ? "error" : "spike")
                    .setFirstChannel(channel));
            channel += port.channels();
        }
        for (OutputPort port : image.outputs()) {
            sheet.addOutputs(PortInfo.newBuilder()
                    .setName(port.name())
                    .setSize(port.sources().length)
                    .setKind(port.output() ? "output" : "population"));
        }
    }

    static CountersReading counters(Counters counters, long tick) {
        CountersReading.Builder reading = CountersReading.newBuilder()
                .setTick(tick)
                .setTicks(counters.ticks())
                .setCycles(counters.cycles())
                .setNanoseconds(counters.nanoseconds())
                .setSpikes(counters.spikes())
                .setSynapticEvents(counters.synapticEvents())
                .setAxonEvents(counters.axonEvents())
                .setNeuronUpdates(counters.neuronUpdates())
                .setMessages(counters.messages())
                .setHopsEastWest(counters.hopsEastWest())
                .setHopsNorthSouth(counters.hopsNorthSouth())
                .setWraps(counters.wraps())
                .setSaturations(counters.saturations())
                .setDropped(counters.dropped())
                .setHostEvents(counters.hostEvents())
                .setEnergyJoule(counters.energyJoule())
                .setEnergyModel(counters.energyModel());
        for (Counters.CoreCounters core : counters.cores()) {
            reading.addCores(CoreCounters.newBuilder()
                    .setCore(core.core())
                    .setNeurons(core.neurons())
                    .setSpikes(core.spikes())
                    .setSynapticEvents(core.synapticEvents())
                    .setAxonEvents(core.axonEvents())
                    .setNeuronUpdates(core.neuronUpdates())
                    .setMessages(core.messages())
                    .setWraps(core.wraps())
                    .setSaturations(core.saturations())
                    .setDropped(core.dropped()));
        }
        counters.fabric().ifPresent(fabric -> reading.setFabric(FabricWriter.reading(fabric)));
        return reading.build();
    }
}
