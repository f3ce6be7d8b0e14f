import { dayScratchBytes, labelsBytes } from '../../kernels/wasm/day-exports.ts';
import type { KernelExports } from '../../kernels/wasm/kernel-exports.ts';
import { loadKernels } from '../../kernels/wasm/load-kernels.ts';
import { type CorrelateOptions, pairsOf } from '../correlate-days.ts';
import { BLOCK_STOCKS, blocksOf } from './block-layout.ts';

const PAGE_BYTES = 65_536;
const MOST_PAGES = 65_536;
const CORRELATION_BYTES = Float64Array.BYTES_PER_ELEMENT;

/** Where everything of one day lies. */
interface DayLayout {
  readonly profiles: number;
  readonly correlations: number;
  readonly scratch: number;
  readonly bytes: number;
}

/**
 * Daily correlations of pairs of factors by the kernels of the search engine, day after day in a memory of its own, which
 * grows to the most that a day needed: 8 bytes a factor and stock. One for each thread.
 */
export class PairCorrelator {
  private readonly memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  private readonly kernels: KernelExports = loadKernels(this.memory);

  /**
   * As `correlateDays`, for factors that float32 holds: ranks are the same, sums of their products whole numbers (within
   * 1e-12); Pearson within 1e-7.
   * @returns [days x pairs] Cost about 2 ns for each stock, day and pair.
   */
  correlateDays(factors: readonly Float64Array[], options: CorrelateOptions): Float64Array {
    const { stocks, minimumStocks, kind } = options;
    const blocks = blocksOf(stocks);
    const count = factors.length;
    const pairs = pairsOf(count, options.pairs).length;
    const days = (factors[0]?.length ?? 0) / stocks;
    const layout = layOut(count, blocks, pairs);
    this.grow(layout.bytes);
    const { profiles, correlations, scratch } = layout;
    const answers = new Float64Array(days * pairs);
    const lefts = options.pairs === 'all' ? count : 1;
    const ranked = kind === 'rank' ? 1 : 0;
    for (let day = 0; day < days; day++) {
      this.layDay(factors, day * stocks, stocks, profiles);
      this.kernels.prepareLabels(profiles, count, blocks, scratch);
      const at = [correlations, scratch] as const;
      this.kernels.correlateProfiles(profiles, count, blocks, lefts, minimumStocks, ranked, ...at);
      answers.set(new Float64Array(this.memory.buffer, correlations, pairs), day * pairs);
    }
    return answers;
  }

  /** A row of float32 for each factor; columns beyond the stocks are missing. */
  private layDay(factors: readonly Float64Array[], offset: number, stocks: number, at: number): void {
    const columns = blocksOf(stocks) * BLOCK_STOCKS;
    const rows = new Float32Array(this.memory.buffer, at, factors.length * columns).fill(Number.NaN);
    factors.forEach((values, factor) => {
      rows.set(values.subarray(offset, offset + stocks), factor * columns);
    });
  }

  private grow(bytes: number): void {
    const missing = Math.ceil((bytes - this.memory.buffer.byteLength) / PAGE_BYTES);
    if (missing > 0) this.memory.grow(missing);
  }
}

function layOut(factors: number, blocks: number, pairs: number): DayLayout {
  const profiles = PAGE_BYTES;
  const correlations = profiles + aligned(labelsBytes(factors, blocks));
  const scratch = correlations + aligned(pairs * CORRELATION_BYTES);
  return { profiles, correlations, scratch, bytes: scratch + dayScratchBytes(blocks) };
}

const aligned = (bytes: number): number => Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
