import { invariant } from '../../../core/outcome/refusal.ts';
import { countPresent } from './day-chunk.ts';
import type { DayFigures, MemoryMinutes, MinuteBars } from './minute-source.ts';

/** Minute bars from arrays in memory: what small panels are made with. Null without any field. */
export function memoryMinutes(
  figures: ReadonlyMap<string, Float64Array>,
  shape: MemoryMinutes['shape'],
): MemoryMinutes | null {
  for (const [name, values] of figures) {
    const expected = shape.days * shape.bars * shape.symbols;
    invariant(values.length === expected, `minute field ${name} has ${expected} figures`);
  }
  return figures.size === 0 ? null : { kind: 'memory', shape, figures };
}

/** Reads arrays in memory. */
export class MemoryMinuteBars implements MinuteBars {
  constructor(private readonly source: MemoryMinutes) {}

  get shape(): MemoryMinutes['shape'] {
    return this.source.shape;
  }

  get fields(): readonly string[] {
    return [...this.source.figures.keys()];
  }

  readDays(field: string, from: number, to: number): Float64Array {
    return this.viewOf(field, from, to).slice();
  }

  readDay(field: string, day: number): DayFigures {
    return { figures: this.readDays(field, day, day + 1), factors: null };
  }

  countBars(field: string, day: number): Uint16Array {
    return countPresent(this.viewOf(field, day, day + 1), this.shape.symbols);
  }

  close(): void {}

  private viewOf(field: string, from: number, to: number): Float64Array {
    const values = this.source.figures.get(field);
    invariant(values !== undefined, `the panel has minute bars of ${field}`);
    const perDay = this.shape.bars * this.shape.symbols;
    return values.subarray(from * perDay, to * perDay);
  }
}
