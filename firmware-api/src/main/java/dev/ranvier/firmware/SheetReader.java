package dev.ranvier.firmware;

import dev.ranvier.firmware.proto.Capabilities;
import dev.ranvier.firmware.proto.CountersReading;
import dev.ranvier.firmware.proto.DataSheet;
import dev.ranvier.firmware.proto.Limits;
import dev.ranvier.firmware.proto.MemoryInfo;
import dev.ranvier.firmware.proto.PortInfo;
import dev.ranvier.firmware.proto.RunEnded;
import dev.ranvier.firmware.proto.Welcome;
import dev.ranvier.hw.CostTable;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.GridSpec;
import dev.ranvier.hw.Limit;
import dev.ranvier.hw.MemorySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers from the wire as the records that hosts see. Stateless. */
final class SheetReader {
    private SheetReader() {}

    static ServerInfo server(Welcome welcome) {
        Limits limits = welcome.getLimits();
        return new ServerInfo(
                welcome.getServer(),
                welcome.getSession(),
                welcome.getFeaturesList(),
                welcome.getFamiliesList(),
                limits.getPipelinedRequests(),
                limits.getDataFrameBytes(),
                limits.getChunkBytes(),
                limits.getImageBytes(),
                limits.getInputWindowBytes(),
                limits.getSubscriptionWindowBytes(),
                limits.getLeaseSecondsMin(),
                limits.getLeaseSecondsMax());
    }

    static DeviceInfo info(dev.ranvier.firmware.proto.DeviceInfo info) {
        Capabilities has = info.getCapabilities();
        return new DeviceInfo(
                info.getName(),
                info.getPreset(),
                info.getChipDigest(),
                switch (info.getState()) {
                    case FREE -> DeviceInfo.State.FREE;
                    case LEASED -> DeviceInfo.State.LEASED;
                    default -> DeviceInfo.State.FAULT;
                },
                info.getLessee(),
                has.getTiles(),
                has.getCores(),
                has.getNeurons(),
                has.getSynapseBits(),
                has.getWeightBits(),
                has.getDelayMax(),
                info.getTick(),
                info.getRunning(),
                info.getImageDigest());
    }

    static DeviceDescription description(DataSheet sheet) {
        Map<String, String> parameters = new LinkedHashMap<>();
        sheet.getParametersList().forEach(parameter -> parameters.put(parameter.getName(), parameter.getValue()));
        Map<String, CostTable.Cost> costs = new LinkedHashMap<>();
        sheet.getCostsList()
                .forEach(cost -> costs.put(
                        cost.getOperation(), new CostTable.Cost(cost.getNanoseconds(), cost.getPicojoules())));
        return new DeviceDescription(
                info(sheet.getInfo()),
                sheet.getTitle(),
                sheet.getFamily(),
                sheet.getRevision(),
                sheet.getProfile(),
                sheet.getIdentity(),
                sheet.getOverridesList(),
                new GridSpec(sheet.getColumns(), sheet.getRows(), sheet.getCoresPerTile(), sheet.getChips()),
                sheet.getNeuronsPerCore(),
                sheet.getFirstTick(),
                sheet.getHostLatency(),
                sheet.getNanosecondsPerCycle(),
                sheet.getTimePolicy(),
                sheet.getLimitsList().stream()
                        .map(limit -> new Limit(limit.getName(), limit.getValue(), limit.getUnit(), limit.getSource()))
                        .toList(),
                parameters,
                sheet.getMemoriesList().stream().map(SheetReader::memory).toList(),
                sheet.getStateVariablesList(),
                new CostTable(sheet.getCostModel(), sheet.getCostSource(), costs, List.of()),
                sheet.getNetwork(),
                sheet.getInputsList().stream().map(SheetReader::port).toList(),
                sheet.getOutputsList().stream().map(SheetReader::port).toList(),
                sheet.getCycle());
    }

    private static MemorySpec memory(MemoryInfo memory) {
        return new MemorySpec(
                memory.getName(),
                memory.getTitle(),
                memory.getEntries(),
                memory.getEntryWords(),
                memory.getWordBits(),
                memory.getAuthority().equals("decoded") ? MemorySpec.Authority.DECODED : MemorySpec.Authority.WORDS,
                memory.getLayout(),
                memory.getFieldsList().stream()
                        .map(field -> new FieldSpec(
                                field.getName(),
                                field.getWord(),
                                field.getLow(),
                                field.getBits(),
                                field.getSigned(),
                                field.getMeaning(),
                                field.getSource()))
                        .toList());
    }

    private static DeviceDescription.Port port(PortInfo port) {
        return new DeviceDescription.Port(port.getName(), port.getSize(), port.getKind(), port.getFirstChannel());
    }

    static RunEnd runEnd(RunEnded end) {
        RunEnd.Reason[] reasons = RunEnd.Reason.values();
        int reason = end.getReasonValue();
        return new RunEnd(
                end.getRun(),
                reason >= 0 && reason < reasons.length ? reasons[reason] : RunEnd.Reason.FAULTED,
                end.getTick(),
                end.getCycle(),
                end.getTicks(),
                end.getCycles(),
                end.getWallNanoseconds(),
                end.getSource(),
                end.getMessage());
    }

    static DeviceCounters counters(CountersReading reading) {
        return new DeviceCounters(
                reading.getTick(),
                reading.getTicks(),
                reading.getCycles(),
                reading.getNanoseconds(),
                reading.getSpikes(),
                reading.getSynapticEvents(),
                reading.getAxonEvents(),
                reading.getNeuronUpdates(),
                reading.getMessages(),
                reading.getHopsEastWest(),
                reading.getHopsNorthSouth(),
                reading.getWraps(),
                reading.getSaturations(),
                reading.getDropped(),
                reading.getHostEvents(),
                reading.getEnergyJoule(),
                reading.getEnergyModel(),
                reading.hasFabric() ? Optional.of(reading.getFabric()) : Optional.empty(),
                reading.getCoresList().stream()
                        .map(core -> new DeviceCounters.Core(
                                core.getCore(),
                                core.getNeurons(),
                                core.getSpikes(),
                                core.getSynapticEvents(),
                                core.getAxonEvents(),
                                core.getNeuronUpdates(),
                                core.getMessages(),
                                core.getWraps(),
                                core.getSaturations(),
                                core.getDropped()))
                        .toList());
    }
}
