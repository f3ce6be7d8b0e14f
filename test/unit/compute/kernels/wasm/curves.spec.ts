import { describe, expect, it } from 'vitest';
import { runOperator } from './block-memory.ts';

const STOCKS = 16;
const DAYS = 400;

/** The float32 numbers from `from` on, `step` numbers apart. */
function numbersFrom(from: number, step: number): Float32Array {
  const values = new Float32Array(DAYS * STOCKS);
  const bits = new Int32Array(values.buffer);
  values[0] = from;
  for (let i = 1; i < bits.length; i++) bits[i] = bits[0]! + i * step;
  return values;
}

/** Distance from a number to the next float32. */
function lastPlaceOf(value: number): number {
  const next = new Float32Array([Math.abs(value)]);
  const rounded = next[0]!;
  const bits = new Int32Array(next.buffer);
  bits[0] = bits[0]! + 1;
  return next[0]! - rounded;
}

const curve = (operator: string, operands: Float32Array): Float64Array =>
  runOperator({ operator, window: 1, phase: 0, days: DAYS, stocks: STOCKS, operands: [operands] });

function worstError(operator: string, exact: (x: number) => number, operands: Float32Array): number {
  const results = curve(operator, operands);
  let worst = 0;
  operands.forEach((x, at) => {
    const wanted = exact(x);
    worst = Math.max(worst, Math.abs(results[at]! - wanted) / lastPlaceOf(wanted));
  });
  return worst;
}

/** Turns against the operands' own direction: there must be none, or ranks would turn too. */
function turns(operator: string, operands: Float32Array): number {
  const results = curve(operator, operands);
  const direction = Math.sign(operands[1]! - operands[0]!);
  let count = 0;
  for (let at = 1; at < results.length; at++) if ((results[at]! - results[at - 1]!) * direction < 0) count++;
  return count;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const LOG_2 = Math.log(2);

/** Where the whole number that is split off changes: the polynomials of both sides meet there. */
const seams = [-120, -60, -9, -2, -1, 0, 1, 2, 9, 16].map((whole) => (whole + 0.5) * LOG_2);

describe('sigmoid', () => {
  it.each([-87, -60.5, -8, -1, -1e-3, 1e-3, 0.4, 3, 15])('is within two last places from %d on', (from) => {
    // Away from zero on either side, but no farther than -87.
    const step = from === -87 ? -40 : 97;
    expect(worstError('sigmoid', sigmoid, numbersFrom(from, step))).toBeLessThanOrEqual(2.1);
  });

  it.each(seams)('does not turn where two polynomials meet, at %d', (seam) => {
    expect(turns('sigmoid', numbersFrom(seam - 2e-4 * Math.abs(seam), 1))).toBe(0);
  });

  it('ends at 1 and at the smallest normal number', () => {
    const operands = new Float32Array(DAYS * STOCKS).fill(88);
    operands.fill(-88, 1);
    operands[2] = -3e38;
    operands[3] = 3e38;
    const [high, low, lowest, highest] = curve('sigmoid', operands);
    expect([high, highest]).toEqual([1, 1]);
    expect(low).toBe(lowest);
    expect(low).toBeCloseTo(0, 30);
    expect(low).toBeGreaterThan(0);
  });
});

describe('log', () => {
  it.each([1.2e-38, 1e-20, 0.5, 0.7, 0.999, 1.001, 1.4, 100, 1e30])(
    'is within one last place from %d on, and never turns',
    (from) => {
      for (const step of [1, 997]) {
        expect(worstError('log', Math.log, numbersFrom(from, step))).toBeLessThanOrEqual(1);
        expect(turns('log', numbersFrom(from, step))).toBe(0);
      }
    },
  );
});
