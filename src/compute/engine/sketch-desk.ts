import type { Program } from '../../core/program/program.ts';
import type { PreparedPeriod } from '../evaluation/prepared-period.ts';
import { compareOnShelf, type ShelfQuestion } from '../sketch/compare-on-shelf.ts';
import { sketchFactor } from '../sketch/sketch-factor.ts';
import { layGrid, type SketchGrid } from '../sketch/sketch-grid.ts';
import { bytesOfSketch, SKETCH_SIZE } from '../sketch/sketch-size.ts';
import { PreparedPeriods } from './prepared-periods.ts';
import type { Frame } from './task.ts';
import { type ValuesOn, valuesOnDays } from './values-on-days.ts';

/** Sketches of factors on one panel; one for each thread and panel. Holds the grids of a few periods. */
export class SketchDesk {
  private readonly grids: PreparedPeriods<SketchGrid>;

  constructor(
    periods: PreparedPeriods<PreparedPeriod>,
    private readonly thread: number,
  ) {
    this.grids = new PreparedPeriods((frame) => layGrid(periods.of(frame), SKETCH_SIZE));
  }

  /** Rows of the panel that the grid takes its days from. */
  rows(frame: Frame): readonly number[] {
    return this.grids.of(frame).rows;
  }

  /** Sketches one after another. */
  sketch(
    programs: readonly Program[],
    frame: Frame,
    from: { stocks: number; valuesOn: ValuesOn },
  ): Int8Array {
    const grid = this.grids.of(frame);
    const bytes = bytesOfSketch(grid.size);
    const sketches = new Int8Array(programs.length * bytes);
    programs.forEach((program, at) => {
      const values = valuesOnDays(program, grid.rows, from.stocks, from.valuesOn);
      sketches.set(sketchFactor(values, grid), at * bytes);
    });
    return sketches;
  }

  compare(question: ShelfQuestion, frame: Frame): Float64Array {
    return compareOnShelf(question, this.grids.of(frame), this.thread);
  }
}
