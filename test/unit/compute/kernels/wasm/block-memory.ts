import {
  BLOCK_SCRATCH_BYTES,
  INSTRUCTION_WORDS,
} from '../../../../../src/compute/kernels/wasm/block-exports.ts';
import { loadKernels } from '../../../../../src/compute/kernels/wasm/load-kernels.ts';
import { OPERATOR_OPCODES } from '../../../../../src/compute/kernels/wasm/opcodes.ts';

const PAGE = 65536;
const LANES = 16;
/** What memory holds before a kernel writes to it: a kernel that leaves a row out is seen. */
const DIRT = 12345;

export interface BlockRun {
  readonly operator: string;
  readonly window: number;
  /** Panel row that the first row is. */
  readonly phase: number;
  readonly days: number;
  readonly stocks: number;
  /** Each [days x stocks] row-major, or [days] for a market vector. */
  readonly operands: readonly Float32Array[];
}

/** Runs one operator by the WebAssembly kernels. @returns [days x stocks] row-major; what is not finite is missing */
export function runOperator(run: BlockRun): Float64Array {
  const { days, stocks, operands } = run;
  const blocks = Math.ceil(stocks / LANES);
  const column = days * LANES * 4;
  const matrix = blocks * column;
  const code = PAGE;
  const scratch = 2 * PAGE;
  const data = 2 * PAGE + Math.ceil(BLOCK_SCRATCH_BYTES / PAGE) * PAGE;
  const pages = Math.ceil((data + 3 * matrix) / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536, shared: true });
  const floats = new Float32Array(memory.buffer);
  floats.fill(DIRT, PAGE / 4);
  const addresses = operands.map((values, at) => {
    const vector = values.length === days && stocks !== 1;
    const address = data + (at + 1) * matrix;
    for (let block = 0; block < (vector ? 1 : blocks); block++) {
      for (let day = 0; day < days; day++) {
        for (let lane = 0; lane < LANES; lane++) {
          const stock = block * LANES + lane;
          const value = vector ? values[day]! : stock < stocks ? values[day * stocks + stock]! : Number.NaN;
          floats[address / 4 + (block * days + day) * LANES + lane] = value;
        }
      }
    }
    return [address, vector ? 0 : column] as const;
  });
  const [left, right] = [addresses[0]!, addresses[1] ?? addresses[0]!];
  const instruction = [OPERATOR_OPCODES.get(run.operator)!, run.window, data, column, ...left, ...right];
  new Int32Array(memory.buffer, code, INSTRUCTION_WORDS).set(instruction);
  loadKernels(memory).runBlocks(code, 1, 0, blocks, days, run.phase, scratch);
  const result = new Float64Array(days * stocks);
  for (let cell = 0; cell < result.length; cell++) {
    const day = Math.floor(cell / stocks);
    const stock = cell % stocks;
    const block = Math.floor(stock / LANES);
    const value = floats[data / 4 + (block * days + day) * LANES + (stock % LANES)]!;
    result[cell] = Number.isFinite(value) ? value : Number.NaN;
  }
  return result;
}
