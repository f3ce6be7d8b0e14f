import { adjustDay } from '../../minute/day-chunk.ts';
import { memoryMinutes } from '../../minute/memory-minutes.ts';
import type { DayFigures, MinuteShape, MinuteSource } from '../../minute/minute-source.ts';
import type { MinuteTileWriter } from '../../minute/tile-writer.ts';
import { sharedFloats } from '../../shared-arrays.ts';

/** Takes the minute bars of a panel, day after day: onto the disk, or into memory. */
export type MinuteWriter = Pick<MinuteTileWriter, 'addDay' | 'close'> & { finish(): MinuteSource | null };

/** Gathers minute bars in memory: for readings that store nothing. Memory: all figures. */
export class MemoryMinuteWriter implements MinuteWriter {
  private readonly figures: ReadonlyMap<string, Float64Array>;
  private day = 0;

  constructor(
    fields: readonly string[],
    private readonly shape: MinuteShape,
  ) {
    const length = shape.days * shape.bars * shape.symbols;
    this.figures = new Map(fields.map((name) => [name, sharedFloats(length)]));
  }

  addDay(given: ReadonlyMap<string, DayFigures>): void {
    const perDay = this.shape.bars * this.shape.symbols;
    for (const [name, { figures, factors }] of given) {
      this.figures.get(name)!.set(adjustDay({ figures: figures.slice(), factors }), this.day * perDay);
    }
    this.day++;
  }

  finish(): MinuteSource | null {
    return memoryMinutes(this.figures, this.shape);
  }

  close(): void {}
}
