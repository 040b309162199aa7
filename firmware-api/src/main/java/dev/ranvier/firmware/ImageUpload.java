package dev.ranvier.firmware;

import com.google.protobuf.ByteString;
import dev.ranvier.firmware.image.ImageCodec;
import dev.ranvier.firmware.image.SerialImage;
import dev.ranvier.firmware.proto.CommitImage;
import dev.ranvier.firmware.proto.Committed;
import dev.ranvier.firmware.proto.LoadData;
import dev.ranvier.firmware.proto.LoadImage;
import dev.ranvier.firmware.proto.LoadReady;
import dev.ranvier.firmware.proto.MissingRange;
import dev.ranvier.firmware.proto.Request;
import dev.ranvier.firmware.proto.Response;
import dev.ranvier.firmware.proto.SectionInfo;
import dev.ranvier.firmware.wire.LittleEndian;
import dev.ranvier.firmware.wire.StatusCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** One upload of an image: announce, send the pieces with several under way, commit, send again what is missing. */
final class ImageUpload {
    private static final int UNDER_WAY = 32;
    private static final long BYTES_UNDER_WAY = 4 << 20;
    private static final int MAX_PIECE = 512 << 10;
    private static final int ATTEMPTS = 3;

    private final Connection connection;
    private final Duration timeout;
    private final String device;
    private final SerialImage image;
    private final LoadListener listener;
    private final int pieceBytes;
    private final Queue<CompletableFuture<Response>> answers = new ArrayDeque<>();
    private long load;
    private long sent;
    private long received;

    ImageUpload(
            Connection connection,
            Duration timeout,
            String device,
            SerialImage image,
            LoadListener listener,
            int chunkBytes) {
        this.connection = connection;
        this.timeout = timeout;
        this.device = device;
        this.image = image;
        this.listener = listener;
        pieceBytes = Math.clamp(chunkBytes, 1, MAX_PIECE);
    }

    LoadReport run() {
        LoadImage.Builder manifest = LoadImage.newBuilder()
                .setDevice(device)
                .setFormatVersion(ImageCodec.FORMAT_VERSION)
                .setHeader(image.header());
        for (int i = 0; i < image.sections().size(); i++) {
            manifest.addSections(SectionInfo.newBuilder()
                    .setLength(image.sections().get(i).size())
                    .setCrc32C(image.crc32c(i)));
        }
        LoadReady ready = connection
                .call(Request.newBuilder().setLoadImage(manifest).build(), timeout)
                .getLoadReady();
        if (ready.getAlreadyLoaded()) {
            return new LoadReport(image.header().getDigest(), true, 0, ready.getTick(), ready.getEpoch());
        }
        load = ready.getLoad();
        for (int i = 0; i < image.sections().size(); i++) {
            send(i, 0, image.sections().get(i).size());
        }
        for (int attempt = 1; ; attempt++) {
            settle(0);
            Response answer = connection.awaitAny(connection.send(
                    Request.newBuilder()
                            .setCommitImage(
                                    CommitImage.newBuilder().setDevice(device).setLoad(load))
                            .build(),
                    response -> {}));
            Committed committed = answer.getCommitted();
            if (answer.getStatus().getCodeValue() == 0) {
                return new LoadReport(committed.getDigest(), false, sent, committed.getTick(), committed.getEpoch());
            }
            if (committed.getMissingCount() == 0 || attempt == ATTEMPTS) {
                throw StatusCodec.decode(answer.getStatus());
            }
            for (MissingRange range : committed.getMissingList()) {
                send(range.getSection(), range.getOffset(), range.getLength());
            }
        }
    }

    private void send(int section, int from, int length) {
        ByteString bytes = image.sections().get(section);
        for (int at = from; at < from + length; at += pieceBytes) {
            ByteString piece = bytes.substring(at, Math.min(from + length, at + pieceBytes));
            while (answers.size() >= UNDER_WAY
                    || (!answers.isEmpty() && sent + piece.size() - received > BYTES_UNDER_WAY)) {
                settle(answers.size() - 1);
            }
            answers.add(connection.send(
                    Request.newBuilder()
                            .setLoadData(LoadData.newBuilder()
                                    .setDevice(device)
                                    .setLoad(load)
                                    .setSection(section)
                                    .setOffset(at)
                                    .setData(piece)
                                    .setCrc32C(LittleEndian.crc32c(piece)))
                            .build(),
                    response -> {}));
            sent += piece.size();
        }
    }

    private void settle(int stillUnderWay) {
        while (answers.size() > stillUnderWay) {
            Response answer = connection.await(answers.remove(), timeout);
            received = answer.getLoadProgress().getReceived();
            listener.progress(received, answer.getLoadProgress().getTotal());
        }
    }
}
