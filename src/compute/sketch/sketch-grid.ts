import { createHash } from 'node:crypto';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { PreparedPeriod } from '../evaluation/prepared-period.ts';

/** How many days a grid has, and how many stocks each of them. */
export interface SketchSize {
  readonly days: number;
  /** A multiple of 16: the kernel takes so many at a time. */
  readonly stocks: number;
}

/** The cells of a period at which factors are sketched. */
export interface SketchGrid {
  readonly size: SketchSize;
  /** Rows of the panel, ascending; fewer than the size says where the period has fewer labelled days. */
  readonly rows: readonly number[];
  /** [days x stocks]: columns of the panel, another sample each day; -1 where a day has fewer stocks. */
  readonly columns: Int32Array;
  /** Cells of each day that two factors must both have for it to count: the definition's minimum, scaled to the sample. */
  readonly minimumCells: Int32Array;
}

/**
 * Lays the grid over a period: days spread evenly over the labelled ones, on each of them the stocks of the universe whose
 * hash with the day is smallest. The cells depend on days, symbols and universe alone, not on the columns in which a panel
 * happens to hold them: factors that are sketched on two datasets of one slice agree. Each day has another sample, so
 * that errors of sampling cancel over the days.
 * @throws Refusal PERIOD_INVALID where no day of the period has labels
 */
export function layGrid(period: PreparedPeriod, size: SketchSize): SketchGrid {
  const { panel, universe, definition } = period;
  const width = panel.symbols.length;
  const rows = spread(period.labelledDays, size.days);
  if (rows.length === 0) throw withoutDays(period);
  const columns = new Int32Array(rows.length * size.stocks).fill(-1);
  const minimumCells = new Int32Array(rows.length);
  const seeds = Uint32Array.from(panel.symbols, seedOf);
  const keys = new Uint32Array(width);
  rows.forEach((row, at) => {
    const seed = seedOf(panel.days[row]!);
    const members: number[] = [];
    for (let stock = 0; stock < width; stock++) {
      keys[stock] = mix(seeds[stock]! ^ seed);
      if (universe[row * width + stock] !== 0) members.push(stock);
    }
    // Columns ascend by the panel's order of symbols, which settles equal hashes.
    members.sort((a, b) => keys[a]! - keys[b]! || a - b);
    const taken = members.slice(0, size.stocks);
    columns.set(taken, at * size.stocks);
    const scaled = Math.ceil((definition.minimumStocks * taken.length) / Math.max(1, members.length));
    minimumCells[at] = Math.max(2, scaled);
  });
  return { size, rows, columns, minimumCells };
}

const withoutDays = ({ panel, rows, definition }: PreparedPeriod): Refusal =>
  new Refusal('PERIOD_INVALID', 'sketches: no day of the period has enough stocks to compare factors on', {
    expected: `a day with at least ${definition.minimumStocks} labelled stocks`,
    actual: `none from ${panel.days[rows.from]} on`,
    where: 'period',
    remedy: 'name a longer period, or a definition with a smaller minimumStocks',
  });

/** All of them, or as many as are wanted, from the middles of equal stretches. */
function spread(days: readonly number[], wanted: number): number[] {
  if (days.length <= wanted) return [...days];
  return Array.from({ length: wanted }, (_, at) => days[Math.floor(((at + 0.5) * days.length) / wanted)]!);
}

const seedOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32LE(0);

/** Scatters 32 bits: the finaliser of MurmurHash3. */
function mix(bits: number): number {
  let mixed = bits ^ (bits >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
