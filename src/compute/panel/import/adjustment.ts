import { Refusal } from '../../../core/outcome/refusal.ts';
import type { AdjustmentPolicy } from '../panel-content.ts';
import type { MarketImport } from './import-options.ts';
import type { MarketFrame } from './market-frame.ts';

/** By what the files' prices are multiplied to get the panel's, and to get those as traded. */
export interface Adjustment {
  readonly policy: AdjustmentPolicy;
  /** [days x symbols]; null = 1 everywhere. */
  readonly toAdjusted: Float64Array | null;
  /** [days x symbols]; null = 1 everywhere; undefined = prices as traded are not known. */
  readonly toRaw: Float64Array | null | undefined;
  /** The file's factor, filled forward over days without a row. [days x symbols]; null without factors. */
  readonly factors: Float64Array | null;
  readonly baseFactors: readonly (number | null)[] | null;
  readonly forwardAdjusted: boolean;
}

/** Bases that an earlier import of the series used, by symbol. */
export type KnownBases = ReadonlyMap<string, number>;

/**
 * Works out the adjustment of every stock-day.
 * @param given factors of the daily file [days x symbols], NaN where it has no row; null without such a column
 * @param bases bases to go on with, for symbols whose first row is not in these files
 * @throws Refusal CONFLICT when forward-adjusted factors are to be appended: their base has moved
 */
export function adjustmentOf(
  given: Float64Array | null,
  frame: MarketFrame,
  options: MarketImport,
  bases: KnownBases | null,
): Adjustment {
  const adjustedAlready = options.prices === 'adjusted';
  if (given === null) {
    return {
      policy: adjustedAlready ? 'asGiven' : 'none',
      toAdjusted: null,
      toRaw: adjustedAlready ? undefined : null,
      factors: null,
      baseFactors: null,
      forwardAdjusted: options.forwardAdjusted ?? false,
    };
  }
  const columns = frame.symbols.length;
  const forwardAdjusted = options.forwardAdjusted ?? endsAtOne(given, columns);
  if (forwardAdjusted && bases !== null) throw forwardConflict();
  const rebase = (options.adjustment ?? 'rebase') === 'rebase';
  const baseFactors = frame.symbols.map((symbol, s) => {
    const own = firstOf(given, s, columns);
    return rebase ? (bases?.get(symbol) ?? own) : own === null ? null : 1;
  });
  const factors = filledForward(given, columns);
  const relative = factors.map((factor, cell) => factor / (baseFactors[cell % columns] ?? 1));
  const inverse = (values: Float64Array): Float64Array => values.map((value) => 1 / value);
  return {
    policy: rebase ? 'rebase' : 'asGiven',
    toAdjusted: adjustedAlready ? factors.map((_, cell) => 1 / (baseFactors[cell % columns] ?? 1)) : relative,
    toRaw: adjustedAlready ? inverse(factors) : null,
    factors,
    baseFactors,
    forwardAdjusted,
  };
}

function firstOf(values: Float64Array, column: number, columns: number): number | null {
  for (let cell = column; cell < values.length; cell += columns) if (values[cell]! > 0) return values[cell]!;
  return null;
}

/** A factor holds until the next one; before a symbol's first row its first one holds. */
function filledForward(given: Float64Array, columns: number): Float64Array {
  const filled = new Float64Array(given.length);
  for (let s = 0; s < columns; s++) {
    let factor = firstOf(given, s, columns) ?? 1;
    for (let cell = s; cell < given.length; cell += columns) {
      if (given[cell]! > 0) factor = given[cell]!;
      filled[cell] = factor;
    }
  }
  return filled;
}

/** Forward-adjusted factors are 1 at the end and something else at the start, for almost every symbol that has events. */
function endsAtOne(given: Float64Array, columns: number): boolean {
  let changed = 0;
  let atOne = 0;
  for (let s = 0; s < columns; s++) {
    const first = firstOf(given, s, columns);
    let last = first;
    for (let cell = s; cell < given.length; cell += columns) if (given[cell]! > 0) last = given[cell]!;
    if (first === null || last === null || Math.abs(first - last) < 1e-9) continue;
    changed++;
    if (Math.abs(last - 1) < 1e-6) atOne++;
  }
  return changed > 0 && atOne >= 0.8 * changed;
}

const forwardConflict = (): Refusal =>
  new Refusal('CONFLICT', 'forward-adjusted factors cannot continue a dataset by its new days alone', {
    expected: 'files that hold the earlier days too, or back-adjusted factors',
    actual: 'factors that are 1 at the last row',
    remedy: 'Import the whole series again: its base changes with each new dividend.',
  });

/** Multiplies daily prices in place; [days x symbols] both, null = 1. */
export function multiply(prices: Float64Array, factors: Float64Array | null): void {
  if (factors === null) return;
  for (let cell = 0; cell < prices.length; cell++) prices[cell] = prices[cell]! * factors[cell]!;
}
