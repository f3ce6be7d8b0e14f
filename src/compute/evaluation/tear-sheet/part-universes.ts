import type { UniverseName } from '../../../core/statistics/tear-sheet/tear-sheet.ts';
import { type Board, boardOf } from '../board-rules.ts';
import type { PreparedPeriod } from '../prepared-period.ts';

export interface PartUniverse {
  readonly name: UniverseName;
  /** [rows x symbols], 1 = belongs to it that day. A part of the period's universe. */
  readonly mask: Uint8Array;
}

const BOARDS: Readonly<Record<Board, UniverseName>> = {
  main: 'MAIN_BOARD',
  chinext: 'CHINEXT',
  star: 'STAR',
  beijing: 'BEIJING',
};

/**
 * The universe itself and the parts that the dataset can tell apart, by what was known that day: special treatment where it
 * has the flag, boards where its symbols are A-shares of more than one, and halves by the day's amount where it has amounts
 * (the median stock belongs to the larger half). Parts without any stock are left out.
 */
export function partUniverses(period: PreparedPeriod): PartUniverse[] {
  const { panel, rows, universe } = period;
  const stocks = panel.symbols.length;
  const offset = rows.from * stocks;
  const whole = universe.slice(offset, rows.to * stocks);
  const part = (name: UniverseName, belongs: (cell: number) => boolean): PartUniverse => ({
    name,
    mask: whole.map((inside, cell) => (inside === 1 && belongs(cell) ? 1 : 0)),
  });
  const { isSt, amount } = panel.attributes;
  const boards = panel.symbols.map(boardOf);
  const seen = [...new Set(boards)].filter((board) => board !== null);
  const parts = [part('WHOLE', () => true)];
  if (isSt !== null) {
    parts.push(part('NOT_ST', (cell) => isSt[offset + cell] !== 1));
    parts.push(part('ST', (cell) => isSt[offset + cell] === 1));
  }
  if (seen.length > 1) {
    for (const board of Object.keys(BOARDS) as Board[]) {
      parts.push(part(BOARDS[board], (cell) => boards[cell % stocks] === board));
    }
  }
  if (amount !== null) {
    const large = largerHalf(amount.subarray(offset, rows.to * stocks), whole, stocks);
    parts.push(part('LARGE_AMOUNT', (cell) => large[cell] === 1));
    parts.push(part('SMALL_AMOUNT', (cell) => large[cell] === 0 && !Number.isNaN(amount[offset + cell]!)));
  }
  return parts.filter(({ name, mask }) => name === 'WHOLE' || mask.includes(1));
}

/** 1 where a stock's amount is at least the median of its day's universe. */
function largerHalf(amount: Float64Array, inside: Uint8Array, stocks: number): Uint8Array {
  const large = new Uint8Array(amount.length);
  for (let from = 0; from < amount.length; from += stocks) {
    const day = amount.subarray(from, from + stocks);
    const there = day.filter((value, stock) => inside[from + stock] === 1 && !Number.isNaN(value)).sort();
    const median = there[there.length >> 1];
    if (median === undefined) continue;
    day.forEach((value, stock) => {
      large[from + stock] = value >= median ? 1 : 0;
    });
  }
  return large;
}
