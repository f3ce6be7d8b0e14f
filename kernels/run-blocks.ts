import { copy } from './copy';
import { rollingCorrelation } from './correlation';
import { rollingDecay } from './decay';
import { absolute, add, logarithm, multiply, protectedDivide, sigmoid, sign, subtract } from './element';
import { rollingArgMax, rollingArgMin, rollingMax, rollingMin } from './extremes';
import { delay, difference } from './lag';
import { bytesOf } from './lanes';
import * as op from './opcodes';
import { rollingKurt, rollingSkew } from './higher-moments';
import { rollingRank } from './rank-in-window';
import { rollingNorm, rollingStd } from './squares';
import { rollingMean, rollingSum } from './sums';

const INSTRUCTION_BYTES: usize = 32;

/** One word of an instruction; see `runBlocks`. */
@inline function word(instruction: usize, place: usize): i32 {
  return load<i32>(instruction + (place << 2));
}

/** Address of an operand in a block: its first block's plus so many strides. */
@inline function address(instruction: usize, place: usize, block: i32): usize {
  return <usize>load<u32>(instruction + (place << 2)) + <usize>block * <usize>load<u32>(instruction + ((place + 1) << 2));
}

/**
 * Runs a list of instructions over blocks `first` to `end` (exclusive), one block through the whole list before the next.
 * An instruction is eight words: operator, window (or lag), then address and stride a block of result, first
 * and second operand. A stride of 0 is a temporary or a market vector: the same memory for every block.
 * @param rows rows of every column; `phase` the panel's row that the first one is
 * @param scratch 256 KiB of working memory
 */
export function runBlocks(
  code: usize,
  count: i32,
  first: i32,
  end: i32,
  rows: i32,
  phase: i32,
  scratch: usize,
): void {
  const last = code + <usize>count * INSTRUCTION_BYTES;
  for (let block = first; block < end; block++) {
    for (let at = code; at < last; at += INSTRUCTION_BYTES) run(at, block, rows, phase, scratch);
  }
}

function run(at: usize, block: i32, rows: i32, phase: i32, scratch: usize): void {
  const window = word(at, 1);
  const out = address(at, 2, block);
  const a = address(at, 4, block);
  const b = address(at, 6, block);
  switch (word(at, 0)) {
    case op.COPY: return copy(out, a, bytesOf(rows));
    case op.ADD: return add(out, a, b, rows);
    case op.SUBTRACT: return subtract(out, a, b, rows);
    case op.MULTIPLY: return multiply(out, a, b, rows);
    case op.PROTECTEDDIV: return protectedDivide(out, a, b, rows);
    case op.SIGMOID: return sigmoid(out, a, rows);
    case op.LOG: return logarithm(out, a, rows);
    case op.ABS: return absolute(out, a, rows);
    case op.SIGN: return sign(out, a, rows);
    case op.TS_DELAY: return delay(out, a, rows, window);
    case op.TS_DIFF: return difference(out, a, rows, window);
    case op.TS_MEAN: return rollingMean(out, a, rows, window, phase, scratch);
    case op.TS_SUM: return rollingSum(out, a, rows, window, phase, scratch);
    case op.TS_STD: return rollingStd(out, a, rows, window, phase, scratch);
    case op.TS_NORM: return rollingNorm(out, a, rows, window, phase, scratch);
    case op.TS_SKEW: return rollingSkew(out, a, rows, window, phase, scratch);
    case op.TS_KURT: return rollingKurt(out, a, rows, window, phase, scratch);
    case op.TS_DECAY_LINEAR: return rollingDecay(out, a, rows, window, phase, scratch);
    case op.TS_MAX: return rollingMax(out, a, rows, window, phase, scratch);
    case op.TS_MIN: return rollingMin(out, a, rows, window, phase, scratch);
    case op.IDX_MAX: return rollingArgMax(out, a, rows, window, phase, scratch);
    case op.IDX_MIN: return rollingArgMin(out, a, rows, window, phase, scratch);
    case op.TS_RANK: return rollingRank(out, a, rows, window);
    case op.TS_CORR: return rollingCorrelation(out, a, b, rows, window, phase, scratch);
    default: unreachable();
  }
}
