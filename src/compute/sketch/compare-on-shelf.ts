import { loadKernels } from '../kernels/wasm/load-kernels.ts';
import type { SketchGrid } from './sketch-grid.ts';
import { ANSWER_WORDS, COMPARED_AT_A_TIME, type ShelfView, slotOf } from './sketch-shelf.ts';
import { bytesOfSketch } from './sketch-size.ts';

/** Sketches that are to be compared with those of a shelf. */
export interface ShelfQuestion {
  /** One after another. */
  readonly sketches: Int8Array;
  readonly shelf: ShelfView;
  /** Of the shelf: `first` inclusive, `end` exclusive. */
  readonly first: number;
  readonly end: number;
}

/**
 * By the kernel, with the bits of `compareSketches`. About 1 µs a pair of 4 KB.
 * @param thread whose working memory is used: two at a time would disturb each other
 * @returns [sketches x (end - first) x 2]: correlation, standard error; NaN as `compareSketches`
 */
export function compareOnShelf(
  { sketches, shelf, first, end }: ShelfQuestion,
  { minimumCells }: Pick<SketchGrid, 'minimumCells'>,
  thread: number,
): Float64Array {
  const { memory, size } = shelf;
  const bytes = bytesOfSketch(size);
  const kernels = loadKernels(memory);
  const slot = slotOf(shelf, thread);
  new Int32Array(memory.buffer).set(minimumCells, slot.minimumCells / Int32Array.BYTES_PER_ELEMENT);
  const found = new Float64Array((sketches.length / bytes) * (end - first) * ANSWER_WORDS);
  let at = 0;
  for (let sketch = 0; sketch < sketches.length; sketch += bytes) {
    new Int8Array(memory.buffer).set(sketches.subarray(sketch, sketch + bytes), slot.sketch);
    for (let from = first; from < end; from += COMPARED_AT_A_TIME) {
      const count = Math.min(COMPARED_AT_A_TIME, end - from);
      const others = shelf.sketches + from * bytes;
      const { days, stocks } = { days: minimumCells.length, stocks: size.stocks };
      kernels.compareSketches(
        slot.sketch,
        others,
        count,
        bytes,
        days,
        stocks,
        slot.minimumCells,
        slot.answers,
      );
      found.set(new Float64Array(memory.buffer, slot.answers, count * ANSWER_WORDS), at);
      at += count * ANSWER_WORDS;
    }
  }
  return found;
}
