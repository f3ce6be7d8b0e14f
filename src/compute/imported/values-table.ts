import { Refusal } from '../../core/outcome/refusal.ts';
import type { DayKey } from '../panel/import/cell-readers.ts';
import { formatDay } from '../panel/import/cell-readers.ts';
import type { ImportedValues } from './imported-values.ts';

/** Days times symbols of one import: 400 MB. Decades of a large market. */
const MOST_CELLS = 50e6;
const LEAST_ROOM = 256;
/** Where nothing was given yet; no value is infinite. */
const NOT_GIVEN = Number.POSITIVE_INFINITY;

/** Gathers values by day and symbol, in whatever order they come. */
export class ValuesTable {
  private readonly rows = new Map<DayKey, Float64Array>();
  private readonly columns = new Map<string, number>();

  get days(): Iterable<DayKey> {
    return this.rows.keys();
  }

  get symbols(): Iterable<string> {
    return this.columns.keys();
  }

  /** @throws Refusal DATASET_TOO_LARGE */
  columnOf(symbol: string): number {
    const known = this.columns.get(symbol);
    if (known !== undefined) return known;
    this.columns.set(symbol, this.columns.size);
    this.requireRoom();
    return this.columns.size - 1;
  }

  hasDay(day: DayKey): boolean {
    return this.rows.has(day);
  }

  /** Makes a day known, though it may have no value. @throws Refusal DATASET_TOO_LARGE */
  addDay(day: DayKey): void {
    if (this.rows.has(day)) return;
    this.rows.set(day, new Float64Array(roomFor(this.columns.size)).fill(NOT_GIVEN));
    this.requireRoom();
  }

  /** @returns false where the place has a value, or a missing one, already */
  put(day: DayKey, column: number, value: number): boolean {
    this.addDay(day);
    let row = this.rows.get(day)!;
    if (column >= row.length) {
      const larger = new Float64Array(roomFor(column + 1)).fill(NOT_GIVEN);
      larger.set(row);
      this.rows.set(day, larger);
      row = larger;
    }
    if (row[column] !== NOT_GIVEN) return false;
    row[column] = value;
    return true;
  }

  /** All that was put in, in order; symbols without a value are left out, days without one stay. */
  content(): ImportedValues & { readonly cells: number } {
    const days = [...this.rows.keys()].sort((a, b) => a - b);
    const filled = new Uint8Array(this.columns.size);
    let cells = 0;
    for (const row of this.rows.values()) {
      for (let column = 0; column < Math.min(row.length, filled.length); column++) {
        if (!Number.isFinite(row[column]!)) continue;
        filled[column] = 1;
        cells++;
      }
    }
    const chosen = [...this.columns]
      .filter(([, column]) => filled[column] === 1)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const values = new Float64Array(days.length * chosen.length).fill(Number.NaN);
    days.forEach((day, at) => {
      const row = this.rows.get(day)!;
      chosen.forEach(([, column], place) => {
        const value = row[column] ?? NOT_GIVEN;
        if (Number.isFinite(value)) values[at * chosen.length + place] = value;
      });
    });
    return { days: days.map(formatDay), symbols: chosen.map(([symbol]) => symbol), values, cells };
  }

  private requireRoom(): void {
    const cells = this.rows.size * this.columns.size;
    if (cells <= MOST_CELLS) return;
    throw new Refusal('DATASET_TOO_LARGE', `the values hold more than ${MOST_CELLS} days x symbols`, {
      expected: `days x symbols of at most ${MOST_CELLS}`,
      actual: `${this.rows.size} days x ${this.columns.size} symbols and more`,
      remedy: 'import fewer days or symbols, or several factors',
    });
  }
}

/** Doubles, so that rows grow seldom. */
function roomFor(columns: number): number {
  let room = LEAST_ROOM;
  while (room < columns) room *= 2;
  return room;
}
