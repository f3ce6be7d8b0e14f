import { Refusal } from '../../../core/outcome/refusal.ts';
import { parseTime } from '../../../core/program/clock-time.ts';
import type { Session } from '../../../core/program/program.ts';
import type { MarketImport } from './import-options.ts';

/** The session of the files' bars, and the bar of each minute of the day as the files stamp it. */
export interface BarSession extends Session {
  readonly stamps: readonly number[];
  /** [1440]; -1 where no regular bar is. */
  readonly barOfStamp: Int32Array;
}

/** A time that has fewer rows than this share of the commonest time's is a stray, not a bar. */
const REGULAR_SHARE = 0.01;

/**
 * Works out the regular bars from the times that occur.
 * @param counts rows of each minute of the day, at least one
 * @throws Refusal DATASET_INVALID when the opening time that was given does not fit them
 */
export function sessionOf(counts: Float64Array, options: MarketImport): BarSession {
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const stamps = [...counts.keys()].filter(
    (stamp) => counts[stamp]! > 0 && counts[stamp]! >= most * REGULAR_SHARE,
  );
  const barOfStamp = new Int32Array(counts.length).fill(-1);
  for (const [bar, stamp] of stamps.entries()) barOfStamp[stamp] = bar;
  const spacing = spacingOf(stamps);
  const shift = options.barStamp === 'start' ? spacing : 0;
  const barStamps = stamps.map((stamp) => stamp + shift);
  const opens = openingOf(barStamps, spacing, options);
  return { barStamps, opens, stamps, barOfStamp };
}

/** Least distance between neighbours: breaks are longer. A single bar is taken to last a minute. */
function spacingOf(stamps: readonly number[]): number {
  let spacing = Number.POSITIVE_INFINITY;
  for (let b = 1; b < stamps.length; b++) spacing = Math.min(spacing, stamps[b]! - stamps[b - 1]!);
  return Number.isFinite(spacing) ? spacing : 1;
}

/**
 * 241 bars of a minute are 240 and the opening auction, stamped at the open itself; 16 of 15 minutes are the whole
 * session. Sessions last whole half-hours, which tells the two apart.
 */
function openingOf(barStamps: readonly number[], spacing: number, options: MarketImport): number {
  const first = barStamps[0]!;
  if (options.opens !== undefined) {
    const opens = parseTime(options.opens);
    if (opens !== null && opens <= first) return opens;
    throw new Refusal('DATASET_INVALID', 'the opening time does not fit the bars', {
      expected: `HH:MM, not after the first bar (minute ${first} of the day)`,
      actual: options.opens,
      where: 'opens',
    });
  }
  const wholeHalfHours = (bars: number): boolean => (bars * spacing) % 30 === 0;
  const count = barStamps.length;
  const hasOpeningBar = count > 1 && !wholeHalfHours(count) && wholeHalfHours(count - 1);
  return hasOpeningBar ? first : Math.max(0, first - spacing);
}
