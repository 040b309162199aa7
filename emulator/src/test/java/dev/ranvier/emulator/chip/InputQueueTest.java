package dev.ranvier.emulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.memory.IntList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Host events wait for their tick: near or far, in the order of arrival, through a save. */
class InputQueueTest {
    private static List<String> events(InputQueue queue, long tick) {
        IntList channels = queue.channels(tick);
        IntList values = queue.values(tick);
        List<String> list = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            list.add(channels.get(i) + "=" + values.get(i));
        }
        return list;
    }

    @Test
    @DisplayName("events come out in their tick, in the order in which they were queued, whatever the distance")
    void order() {
        Random random = new Random(3);
        InputQueue queue = new InputQueue(1);
        TreeMap<Long, List<String>> expected = new TreeMap<>();
        int number = 0;
        for (long tick = 1; tick <= 6000; tick++) {
            for (int i = random.nextInt(6); i > 0; i--) {
                long stamp = tick
                        + switch (random.nextInt(4)) {
                            case 0 -> 0;
                            case 1 -> random.nextInt(20);
                            case 2 -> 1000 + random.nextInt(50);
                            default -> random.nextInt(4000);
                        };
                assertTrue(queue.add(stamp, number, -number));
                expected.computeIfAbsent(stamp, t -> new ArrayList<>()).add(number + "=" + -number);
                number++;
            }
            assertEquals(
                    expected.values().stream().mapToInt(List::size).sum(), queue.waiting(), "waiting in tick " + tick);
            List<String> due = expected.remove(tick);
            assertEquals(due == null ? List.of() : due, events(queue, tick), "tick " + tick);
            queue.done(tick);
        }
    }

    @Test
    @DisplayName("an event of a tick that is over is not queued")
    void past() {
        InputQueue queue = new InputQueue(10);
        assertFalse(queue.add(9, 1, 1));
        assertTrue(queue.add(10, 1, 1));
        queue.done(10);
        assertFalse(queue.add(10, 1, 1));
        assertFalse(queue.add(Long.MIN_VALUE, 1, 1));
        assertEquals(0, queue.waiting());
    }

    @Test
    @DisplayName("clearBefore forgets the events of the ticks before, clear all of them")
    void clearing() {
        InputQueue queue = new InputQueue(0);
        queue.add(0, 1, 1);
        queue.add(5, 2, 2);
        queue.add(5000, 3, 3);
        queue.clearBefore(5);
        assertEquals(2, queue.waiting());
        assertEquals(List.of("2=2"), events(queue, 5));
        queue.clear(1);
        assertEquals(0, queue.waiting());
        for (long tick = 1; tick < 6000; tick++) {
            assertEquals(List.of(), events(queue, tick));
            queue.done(tick);
        }
    }

    @Test
    @DisplayName("a saved queue goes on as the one it came from, and saves to the same bytes")
    void save() throws IOException {
        Random random = new Random(4);
        InputQueue queue = new InputQueue(1);
        for (int i = 0; i < 3000; i++) {
            queue.add(1 + random.nextInt(9000), i, i * 7);
        }
        for (long tick = 1; tick < 1500; tick++) {
            queue.done(tick);
        }
        byte[] saved = bytes(queue);
        InputQueue copy = new InputQueue(77);
        copy.load(new DataInputStream(new ByteArrayInputStream(saved)), 3000);
        org.junit.jupiter.api.Assertions.assertArrayEquals(saved, bytes(copy));
        assertEquals(queue.waiting(), copy.waiting());
        for (long tick = 1500; tick < 9100; tick++) {
            assertEquals(events(queue, tick), events(copy, tick), "tick " + tick);
            queue.done(tick);
            copy.done(tick);
        }
        assertEquals(0, copy.waiting());
    }

    @Test
    @DisplayName("a saved event of a channel that does not exist, or of the past, is refused")
    void damaged() throws IOException {
        InputQueue queue = new InputQueue(1);
        queue.add(3, 2, 1);
        byte[] saved = bytes(queue);
        InputQueue copy = new InputQueue(1);
        assertThrows(IOException.class, () -> copy.load(new DataInputStream(new ByteArrayInputStream(saved)), 2));
        byte[] past = saved.clone();
        past[31] = 0;
        assertThrows(IOException.class, () -> copy.load(new DataInputStream(new ByteArrayInputStream(past)), 3));
    }

    private static byte[] bytes(InputQueue queue) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        queue.save(new DataOutputStream(out));
        return out.toByteArray();
    }

    @Test
    @DisplayName("a whole experiment queued ahead costs time in proportion to its events")
    void farAhead() {
        InputQueue queue = new InputQueue(1);
        int ticks = 40_000;
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (long tick = 1; tick <= ticks; tick++) {
                for (int i = 0; i < 20; i++) {
                    queue.add(tick, i, 1);
                }
            }
            for (long tick = 1; tick <= ticks; tick++) {
                assertEquals(20, queue.channels(tick).size());
                queue.done(tick);
            }
        });
    }
}
