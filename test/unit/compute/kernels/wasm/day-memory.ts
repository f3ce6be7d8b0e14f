import {
  dayScratchBytes,
  labelsBytes,
  verdictBytes,
  WANTED,
} from '../../../../../src/compute/kernels/wasm/day-exports.ts';
import type { KernelExports } from '../../../../../src/compute/kernels/wasm/kernel-exports.ts';
import { loadKernels } from '../../../../../src/compute/kernels/wasm/load-kernels.ts';

const PAGE = 65536;
const LANES = 16;
const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** A market of a test in WebAssembly memory: [rows x stocks] row-major outside, blocks inside. */
export class DayMemory {
  readonly kernels: KernelExports;
  readonly blocks: number;
  readonly stride: number;
  private readonly memory: WebAssembly.Memory;
  private next = PAGE;

  constructor(
    readonly rows: number,
    readonly stocks: number,
  ) {
    this.blocks = Math.ceil(stocks / LANES);
    this.stride = rows * LANES * 4;
    const matrix = this.blocks * this.stride;
    const bytes =
      PAGE + 6 * matrix + labelsBytes(rows, this.blocks) + dayScratchBytes(this.blocks) + verdictBytes(rows);
    const initial = Math.ceil((bytes + 1024) / PAGE);
    this.memory = new WebAssembly.Memory({ initial, maximum: 65536, shared: true });
    new Uint8Array(this.memory.buffer).fill(0x5a, PAGE);
    this.kernels = loadKernels(this.memory);
  }

  room(bytes: number): number {
    const at = this.next;
    this.next += aligned(bytes);
    return at;
  }

  /** Lays a matrix out in blocks; columns beyond the stocks are missing. */
  lay(values: Float32Array): number {
    const at = this.room(this.blocks * this.stride);
    const floats = new Float32Array(this.memory.buffer);
    for (let row = 0; row < this.rows; row++) {
      for (let column = 0; column < this.blocks * LANES; column++) {
        const value = column < this.stocks ? values[row * this.stocks + column]! : Number.NaN;
        floats[at / 4 + this.cell(row, column)] = value;
      }
    }
    return at;
  }

  read(at: number): Float64Array {
    const floats = new Float32Array(this.memory.buffer);
    const values = new Float64Array(this.rows * this.stocks);
    for (let cell = 0; cell < values.length; cell++) {
      const value = floats[at / 4 + this.cell(Math.floor(cell / this.stocks), cell % this.stocks)]!;
      values[cell] = Number.isFinite(value) ? value : Number.NaN;
    }
    return values;
  }

  labels(values: Float32Array): number {
    const at = this.room(labelsBytes(this.rows, this.blocks));
    const floats = new Float32Array(this.memory.buffer, at);
    const columns = this.blocks * LANES;
    for (let row = 0; row < this.rows; row++) {
      for (let column = 0; column < columns; column++) {
        floats[row * columns + column] =
          column < this.stocks ? values[row * this.stocks + column]! : Number.NaN;
      }
    }
    this.kernels.prepareLabels(at, this.rows, this.blocks, this.scratch());
    return at;
  }

  judge(
    factor: number,
    labels: number,
    options: { minimumStocks: number; winsorise: number; wanted?: number },
  ) {
    const { minimumStocks, winsorise, wanted = WANTED.pearson + WANTED.rank } = options;
    const { rows, blocks } = this;
    const verdict = this.room(verdictBytes(rows));
    const ask = [minimumStocks, wanted, winsorise] as const;
    this.kernels.judge(factor, this.stride, labels, rows, blocks, ...ask, verdict, this.scratch());
    const { buffer } = this.memory;
    return {
      ic: new Float64Array(buffer, verdict, rows).slice(),
      rankIc: new Float64Array(buffer, verdict + 8 * rows, rows).slice(),
      pairs: new Int32Array(buffer, verdict + 16 * rows, rows).slice(),
      tied: new Int32Array(buffer, verdict + 20 * rows, rows).slice(),
    };
  }

  across(kernel: 'csNorm' | 'csRank', from: number, mask: number): number {
    const out = this.room(this.blocks * this.stride);
    const { stride, rows, blocks } = this;
    this.kernels[kernel](out, stride, from, stride, mask, stride, rows, blocks, this.scratch());
    return out;
  }

  private readonly scratchAt: { at: number | null } = { at: null };

  private scratch(): number {
    this.scratchAt.at ??= this.room(dayScratchBytes(this.blocks));
    return this.scratchAt.at;
  }

  private cell(row: number, column: number): number {
    return (Math.floor(column / LANES) * this.rows + row) * LANES + (column % LANES);
  }
}
