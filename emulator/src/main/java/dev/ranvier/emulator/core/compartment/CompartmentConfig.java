package dev.ranvier.emulator.core.compartment;

import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.CompartmentProfile;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import java.util.Arrays;

/**
 * The configuration of a core's compartments, decoded from its memories into one array per parameter (whole blocks of
 * 64; compartments that are not in use never fire and keep zeros). Immutable once built.
 */
final class CompartmentConfig {
    final int compartments;
    /** 4096 times the fraction of the current that stays. */
    final int[] keepU;
    /** 4096 times the fraction of the voltage that stays. */
    final int[] keepV;

    final int[] bias;
    /** Threshold: fires if v is greater. */
    final int[] threshold;
    /** Lower threshold of ternary compartments. */
    final int[] thresholdLow;

    final boolean[] ternary;
    final int[] refractory;
    final boolean[] noise;
    final int[] resetInterval;
    final int[] resetOffset;
    final int vmin;
    final int vmax;
    final int noiseExponent;
    final int noiseOffset;
    final boolean noiseAtMembrane;

    final boolean anyNoise;
    final boolean anyTernary;
    final boolean anyReset;
    /** True if no compartment has a refractory time that outlasts its tick. */
    final boolean noRefractory;

    CompartmentConfig(
            WordBank registers,
            WordBank config,
            WordBank profiles,
            WordBank thresholds,
            WordBank noiseBank,
            CompartmentProfile profile) {
        MemorySpec registerSpec = registers.spec();
        compartments = (int) registers.field(0, registerSpec.field("compartments"));
        int available = config.spec().entries();
        if (compartments > available) {
            throw new RanvierException("register 'compartments' is " + compartments + ", allowed: 0.." + available);
        }
        int room = AccumulatorRing.strideFor(compartments);
        keepU = new int[room];
        keepV = new int[room];
        bias = new int[room];
        threshold = new int[room];
        thresholdLow = new int[room];
        ternary = new boolean[room];
        refractory = new int[room];
        noise = new boolean[room];
        resetInterval = new int[room];
        resetOffset = new int[room];
        Arrays.fill(threshold, Integer.MAX_VALUE);
        boolean lava = profile.semantics() == CompartmentProfile.Semantics.LAVA;
        long lowestVoltage = -(1L << registers.field(0, registerSpec.field("neg_limit"))) + 1;
        vmin = lava ? -(1 << 23) + 1 : (int) lowestVoltage;
        vmax = lava ? (1 << 23) - 1 : (1 << (9 + 2 * (int) registers.field(0, registerSpec.field("pos_limit")))) - 1;
        MemorySpec noiseSpec = noiseBank.spec();
        noiseExponent = (int) noiseBank.field(0, noiseSpec.field("exponent"));
        noiseOffset = (int) noiseBank.field(0, noiseSpec.field("offset"));
        noiseAtMembrane = noiseBank.field(0, noiseSpec.field("at_membrane")) == 1;

        MemorySpec spec = config.spec();
        FieldSpec biasMantissa = spec.field("bias_mantissa");
        FieldSpec biasExponent = spec.field("bias_exponent");
        FieldSpec profileIndex = spec.field("profile");
        FieldSpec thresholdIndex = spec.field("threshold");
        boolean noiseSeen = false;
        boolean ternarySeen = false;
        boolean resetSeen = false;
        boolean refractorySeen = false;
        for (int i = 0; i < compartments; i++) {
            int mantissa = (int) config.field(i, biasMantissa);
            int exponent = (int) config.field(i, biasExponent);
            check("bias exponent", exponent, profile.biasExponentMin(), profile.biasExponentMax(), i, profile);
            // Lava's mantissa is a whole int16, nengo-loihi's has a magnitude.
            int lowest = lava ? -profile.biasMantissaMax() - 1 : -profile.biasMantissaMax();
            check("bias mantissa", mantissa, lowest, profile.biasMantissaMax(), i, profile);
            bias[i] = exponent >= 0 ? mantissa << exponent : mantissa >> -exponent;
            readProfile(profiles, (int) config.field(i, profileIndex), i, profile);
            readThreshold(thresholds, (int) config.field(i, thresholdIndex), i, profile);
            noiseSeen |= noise[i];
            ternarySeen |= ternary[i];
            resetSeen |= resetInterval[i] != 0;
            refractorySeen |= refractory[i] > 1;
        }
        anyNoise = noiseSeen;
        anyTernary = ternarySeen;
        anyReset = resetSeen;
        noRefractory = !refractorySeen;
        if (anyNoise) {
            check("noise exponent", noiseExponent, 1, 23, 0, profile);
        }
    }

    private void readProfile(WordBank bank, int index, int i, CompartmentProfile profile) {
        MemorySpec spec = bank.spec();
        check("profile index", index, 0, spec.entries() - 1, i, profile);
        int decayU = (int) bank.field(index, spec.field("decay_u"));
        int decayV = (int) bank.field(index, spec.field("decay_v"));
        check("decay_u", decayU, 0, profile.decayMax(), i, profile);
        check("decay_v", decayV, 0, profile.decayMax(), i, profile);
        // nengo-loihi and Lava lose decay_u + 1, brian2_loihi decay_I.
        keepU[i] = profile.semantics() == CompartmentProfile.Semantics.BRIAN2 ? 4096 - decayU : 4095 - decayU;
        keepV[i] = 4096 - decayV;
        refractory[i] = (int) bank.field(index, spec.field("refractory"));
        check("refractory", refractory[i], 0, profile.refractoryMax(), i, profile);
        noise[i] = bank.field(index, spec.field("noise")) == 1;
        ternary[i] = bank.field(index, spec.field("ternary")) == 1;
        resetInterval[i] = (int) bank.field(index, spec.field("reset_interval"));
        resetOffset[i] = (int) bank.field(index, spec.field("reset_offset"));
        check("reset interval", resetInterval[i], 0, Integer.MAX_VALUE, i, profile);
        check("noise", noise[i] ? 1 : 0, 0, profile.noise() ? 1 : 0, i, profile);
        boolean lava = profile.semantics() == CompartmentProfile.Semantics.LAVA;
        check("ternary", ternary[i] ? 1 : 0, 0, lava ? 1 : 0, i, profile);
        check("reset interval", resetInterval[i], 0, lava ? Integer.MAX_VALUE : 0, i, profile);
    }

    private void readThreshold(WordBank bank, int index, int i, CompartmentProfile profile) {
        MemorySpec spec = bank.spec();
        check("threshold index", index, 0, spec.entries() - 1, i, profile);
        int high = (int) bank.field(index, spec.field("vth"));
        int least = ternary[i] ? -profile.thresholdMax() : profile.thresholdMin();
        check("threshold mantissa", high, least, profile.thresholdMax(), i, profile);
        threshold[i] = high << 6;
        thresholdLow[i] = (int) bank.field(index, spec.field("vth_low")) << 6;
    }

    private static void check(String what, int value, int min, int max, int compartment, CompartmentProfile profile) {
        if (value < min || value > max) {
            throw new RanvierException(what + " of compartment " + compartment + " is " + value + ", profile '"
                    + profile.name() + "' allows " + min + ".." + max);
        }
    }
}
