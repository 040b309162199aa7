package dev.ranvier.emulator.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The log holds the spikes of consecutive ticks until its reader clears it. */
class SpikeLogTest {
    @Test
    @DisplayName("spikes come back tick by tick with source and payload, also after it has grown")
    void growth() {
        SpikeLog log = new SpikeLog();
        log.enable(true);
        Random random = new Random(1);
        List<String> expected = new ArrayList<>();
        for (int tick = 7; tick < 507; tick++) {
            log.beginTick(tick);
            for (int i = random.nextInt(30); i > 0; i--) {
                int source = random.nextInt(131072);
                log.add(source, i - 3);
                expected.add(tick + ":" + source + "*" + (i - 3));
            }
        }
        assertEquals(expected, read(log));
        assertEquals(500, log.ticks());
        assertEquals(7, log.firstTick());
        assertEquals(expected.size(), log.size());
    }

    private static List<String> read(SpikeLog log) {
        List<String> list = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < log.ticks(); i++) {
            for (int k = 0; k < log.count(i); k++, next++) {
                list.add(log.firstTick() + i + ":" + log.source(next) + "*" + log.value(next));
            }
        }
        return list;
    }

    @Test
    @DisplayName("a tick without spikes counts as a tick")
    void emptyTicks() {
        SpikeLog log = new SpikeLog();
        log.beginTick(1);
        log.beginTick(2);
        log.add(4, 1);
        log.beginTick(3);
        assertEquals(3, log.ticks());
        assertEquals(List.of("2:4*1"), read(log));
    }

    @Test
    @DisplayName("clearing forgets all and starts at the next tick; switching off clears")
    void clearing() {
        SpikeLog log = new SpikeLog();
        assertFalse(log.enabled());
        log.enable(true);
        log.beginTick(1);
        log.add(1, 1);
        log.clear();
        log.beginTick(2);
        log.add(5, -1);
        assertEquals(List.of("2:5*-1"), read(log));
        assertTrue(log.enabled());
        log.enable(false);
        assertEquals(0, log.ticks());
        assertEquals(0, log.size());
    }
}
