package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.Bank;
import dev.ranvier.hw.microcode.Draws;
import dev.ranvier.hw.microcode.Instruction;

/** One unit at a time, one instruction after the other: the definition that the other engines equal. Stateless. */
final class ScalarEngine implements MicroEngine {
    @Override
    public void run(MicroCode code, Lanes lanes) {
        lanes.clearFired();
        for (int lane = 0; lane < lanes.count; lane++) {
            lanes.accumulator[lane] = 0;
            for (int i = 0; i < code.instructions().size(); i++) {
                step(code, i, lanes, lane);
            }
        }
    }

    /** Executes instruction {@code index} for one lane. */
    static void step(MicroCode code, int index, Lanes lanes, int lane) {
        Instruction instruction = code.instructions().get(index);
        if (instruction.guarded()) {
            boolean holds = lanes.predicates[instruction.guard()][lane] != 0;
            if (holds == instruction.guardNegated()) {
                return;
            }
        }
        int x = instruction.operation().has('X') ? read(code, instruction, instruction.x(), lanes, lane) : 0;
        int y = instruction.operation().has('Y') ? read(code, instruction, instruction.y(), lanes, lane) : 0;
        int n = instruction.shift();
        long draw =
                instruction.operation().random() ? Draws.draw(lanes.keys[code.ordinals()[index]], lanes.unit[lane]) : 0;
        switch (instruction.operation()) {
            case END -> {}
            case MOV -> write(instruction, lanes, lane, x);
            case ADD -> write(instruction, lanes, lane, MicroMath.saturate((long) x + y));
            case SUB -> write(instruction, lanes, lane, MicroMath.saturate((long) x - y));
            case SHL -> write(instruction, lanes, lane, MicroMath.shiftLeft(x, n));
            case SHRF -> write(instruction, lanes, lane, x >> n);
            case SHRR -> write(instruction, lanes, lane, MicroMath.shiftHalfUp(x, n));
            case SHRZ -> write(instruction, lanes, lane, MicroMath.shiftTowardZero(x, n));
            case SHRS -> write(instruction, lanes, lane, MicroMath.shiftStochastic(x, n, draw));
            case MULF -> write(instruction, lanes, lane, MicroMath.multiplyFloor(x, y, n));
            case MULR -> write(instruction, lanes, lane, MicroMath.multiplyHalfUp(x, y, n));
            case MULZ -> write(instruction, lanes, lane, MicroMath.multiplyTowardZero(x, y, n));
            case MULS -> write(instruction, lanes, lane, MicroMath.multiplyStochastic(x, y, n, draw));
            case DEC -> write(instruction, lanes, lane, MicroMath.decay(x, y));
            case CLR -> lanes.accumulator[lane] = 0;
            case MAC -> lanes.accumulator[lane] = MicroMath.accumulate(lanes.accumulator[lane], x, y);
            case RDAF -> write(instruction, lanes, lane, MicroMath.readFloor(lanes.accumulator[lane], n));
            case RDAR -> write(instruction, lanes, lane, MicroMath.readHalfUp(lanes.accumulator[lane], n));
            case MIN -> write(instruction, lanes, lane, Math.min(x, y));
            case MAX -> write(instruction, lanes, lane, Math.max(x, y));
            case AND -> write(instruction, lanes, lane, x & y);
            case GE -> compare(instruction, lanes, lane, x >= y);
            case GT -> compare(instruction, lanes, lane, x > y);
            case LT -> compare(instruction, lanes, lane, x < y);
            case EQ -> compare(instruction, lanes, lane, x == y);
            case LUT -> write(instruction, lanes, lane, code.table(instruction).lookUp(x));
            case RND -> write(instruction, lanes, lane, MicroMath.random(x, draw));
            case SPK -> {
                lanes.fired[lane] = -1;
                lanes.payload[lane] = x;
            }
        }
    }

    private static int read(MicroCode code, Instruction instruction, int operand, Lanes lanes, int lane) {
        return switch (Bank.of(operand)) {
            case REGISTER -> lanes.registers[Bank.REGISTER.index(operand)][lane];
            case STATE -> lanes.state[Bank.STATE.index(operand)][lanes.base + lane];
            case INPUT -> lanes.inputs[Bank.INPUT.index(operand)][lanes.base + lane];
            default -> code.scalar(operand, instruction);
        };
    }

    private static void write(Instruction instruction, Lanes lanes, int lane, int value) {
        int d = instruction.d();
        if (Bank.of(d) == Bank.REGISTER) {
            lanes.registers[Bank.REGISTER.index(d)][lane] = value;
        } else {
            lanes.state[Bank.STATE.index(d)][lanes.base + lane] = value;
        }
    }

    private static void compare(Instruction instruction, Lanes lanes, int lane, boolean holds) {
        lanes.predicates[Bank.PREDICATE.index(instruction.d())][lane] = holds ? -1 : 0;
    }
}
