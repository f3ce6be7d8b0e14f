import type { SketchSize } from './sketch-grid.ts';
import { bytesOfSketch } from './sketch-size.ts';

const PAGE_BYTES = 65_536;
/** wasm32 addresses no more. */
const MOST_PAGES = 65_536;
/** Sketches that a kernel compares with at a time: as many answers have room. */
export const COMPARED_AT_A_TIME = 1024;
/** Correlation and standard error. */
export const ANSWER_WORDS = 2;

/** What a thread must know of a shelf: it crosses to it without a copy. */
export interface ShelfView {
  readonly memory: WebAssembly.Memory;
  readonly size: SketchSize;
  /** Address of the working memory of the first thread; that of the others follows. */
  readonly slots: number;
  /** Address of the first sketch; the others follow. */
  readonly sketches: number;
}

/**
 * Sketches of one grid in memory that all threads share, one after another. Sketches are only ever added, so what a thread
 * reads below a count that it was told stays as it is.
 */
export class SketchShelf {
  readonly view: ShelfView;
  private held = 0;

  /** @param threads of the pool that will compare */
  constructor(size: SketchSize, threads: number) {
    const slots = PAGE_BYTES;
    const sketches = slots + threads * slotBytes(size);
    const initial = Math.ceil(sketches / PAGE_BYTES);
    const memory = new WebAssembly.Memory({ initial, maximum: MOST_PAGES, shared: true });
    this.view = { memory, size, slots, sketches };
  }

  /** Sketches on it. */
  get count(): number {
    return this.held;
  }

  get bytes(): number {
    return this.view.memory.buffer.byteLength;
  }

  /**
   * Adds sketches, one after another.
   * @throws RangeError when the machine has no memory left, or the shelf is full (about a million sketches of 4 KB)
   */
  add(sketches: Int8Array): void {
    const { memory, size, sketches: start } = this.view;
    const at = start + this.held * bytesOfSketch(size);
    const lacking = Math.ceil((at + sketches.length - this.bytes) / PAGE_BYTES);
    // A quarter more than is needed, so that a shelf that fills one by one grows seldom.
    if (lacking > 0) memory.grow(Math.min(lacking + Math.ceil(lacking / 4) + 1, MOST_PAGES));
    new Int8Array(memory.buffer).set(sketches, at);
    this.held += sketches.length / bytesOfSketch(size);
  }
}

/** Where a thread keeps what it compares: minimum cells, its sketch, answers. */
export interface ShelfSlot {
  readonly minimumCells: number;
  readonly sketch: number;
  readonly answers: number;
}

export function slotOf({ slots, size }: ShelfView, thread: number): ShelfSlot {
  const minimumCells = slots + thread * slotBytes(size);
  const sketch = minimumCells + align(size.days * Int32Array.BYTES_PER_ELEMENT);
  return { minimumCells, sketch, answers: sketch + align(bytesOfSketch(size)) };
}

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

const slotBytes = (size: SketchSize): number =>
  align(size.days * Int32Array.BYTES_PER_ELEMENT) +
  align(bytesOfSketch(size)) +
  COMPARED_AT_A_TIME * ANSWER_WORDS * Float64Array.BYTES_PER_ELEMENT;
