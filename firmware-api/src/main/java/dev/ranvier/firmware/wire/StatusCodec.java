package dev.ranvier.firmware.wire;

import dev.ranvier.firmware.ChipElement;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.proto.Detail;
import dev.ranvier.firmware.proto.Element;
import dev.ranvier.firmware.proto.Status;
import java.util.TreeMap;

/** Errors as they travel: {@link DeviceException} here, {@link Status} on the wire. Stateless. */
public final class StatusCodec {
    private StatusCodec() {}

    /** The wire form of an error. */
    public static Status encode(DeviceException error) {
        Status.Builder status = Status.newBuilder()
                .setCodeValue(error.code().number())
                .setMessage(error.getMessage())
                .setPath(error.path())
                .setRetryable(error.retryable())
                .setTick(error.tick());
        ChipElement part = error.element();
        if (!part.equals(ChipElement.NONE)) {
            Element.Builder element =
                    Element.newBuilder().setPlace(part.place()).setMemory(part.memory());
            if (part.core() >= 0) {
                element.setCore(part.core());
            }
            if (part.source() >= 0) {
                element.setSource((int) part.source());
            }
            status.setElement(element);
        }
        new TreeMap<>(error.details())
                .forEach((key, value) ->
                        status.addDetails(Detail.newBuilder().setKey(key).setValue(value)));
        return status.build();
    }

    /** The error behind a status that is not OK. */
    public static DeviceException decode(Status status) {
        DeviceException.Builder error = DeviceException.error(
                        ErrorCode.of(status.getCodeValue()),
                        status.getMessage().isEmpty() ? "the device gave no reason" : status.getMessage())
                .path(status.getPath())
                .tick(status.getTick());
        if (status.getRetryable()) {
            error.retryable();
        }
        if (status.hasElement()) {
            Element element = status.getElement();
            error.element(new ChipElement(
                    element.hasCore() ? element.getCore() : -1,
                    element.getPlace(),
                    element.hasSource() ? Integer.toUnsignedLong(element.getSource()) : -1,
                    element.getMemory()));
        }
        status.getDetailsList().forEach(detail -> error.detail(detail.getKey(), detail.getValue()));
        return error.build();
    }
}
