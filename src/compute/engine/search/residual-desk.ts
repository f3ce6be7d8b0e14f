import type { CorrelationKind } from '../../../core/experiment/experiment.ts';
import { winsorise } from '../../../core/statistics/winsorise.ts';
import { RankSorter } from '../../kernels/portable/rank-sorter.ts';
import { BLOCK_STOCKS, ROW_BYTES } from './block-layout.ts';
import { ResidualSums } from './residual-sums.ts';
import type { Factor } from './stage-runner.ts';
import type { GroundDay } from './style-ground.ts';

const FLOATS = Float32Array.BYTES_PER_ELEMENT;

export interface ResidualOptions {
  readonly kind: CorrelationKind;
  /** A day counts from so many stocks on with factor, label and every style. */
  readonly minimumStocks: number;
  readonly winsorise: number;
}

/**
 * Residual ICs of one kind for the search: the definition of `styleResidualIc`, by sums of products over an orthonormal
 * basis that is laid out once a period. A factor with gaps changes the basis by the few stocks that it lacks, so that no
 * regression is run a candidate. Values are the engine's float32, sums float64.
 * One for each thread, frame and share of the stocks.
 */
export class ResidualDesk {
  private readonly values: Float64Array;
  private readonly targets: Float64Array;
  private readonly ranks: Float64Array;
  private readonly labels: Float64Array;
  /** Position in the day's ground of each value; then of what is missing. */
  private readonly present: Int32Array;
  private readonly missing: Int32Array;
  /** Place among the values of each position in the ground; -1 = missing. */
  private readonly places: Int32Array;
  private readonly sorter: RankSorter;
  private readonly sums: ResidualSums;
  /** Rows of the period on which a factor without gaps would count. */
  readonly countingRows: readonly number[];

  constructor(
    private readonly ground: readonly GroundDay[],
    private readonly rows: number,
    private readonly options: ResidualOptions,
  ) {
    const most = ground.reduce((size, { places }) => Math.max(size, places.length), 1);
    [this.values, this.targets, this.ranks] = [0, 1, 2].map(() => new Float64Array(most)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    this.labels = new Float64Array(most);
    this.present = new Int32Array(most);
    this.missing = new Int32Array(most);
    this.places = new Int32Array(most);
    this.sorter = new RankSorter(most);
    this.sums = new ResidualSums(ground);
    this.countingRows = ground
      .filter(({ places }) => places.length >= options.minimumStocks)
      .map(({ row }) => row);
  }

  /** [rows of the period]; NaN where a day does not count. About a ranking and a product for each style. */
  dailyIc(memory: SharedArrayBuffer, factor: Factor): Float64Array {
    const daily = new Float64Array(this.rows).fill(Number.NaN);
    const figures = new Float32Array(memory, factor.address, this.reach(memory, factor));
    this.ground.forEach((day, at) => {
      daily[day.row] = this.icOf(day, at, figures, factor.stride / FLOATS);
    });
    return daily;
  }

  private reach(memory: SharedArrayBuffer, { address, stride, rows, blocks }: Factor): number {
    const floats = ((blocks - 1) * stride + rows * ROW_BYTES) / FLOATS;
    return Math.min(floats, Math.floor((memory.byteLength - address) / FLOATS));
  }

  private icOf(day: GroundDay, at: number, figures: Float32Array, stride: number): number {
    const count = this.gather(day, figures, stride);
    if (count < this.options.minimumStocks) return Number.NaN;
    const whole = count === day.places.length;
    const x = this.seen(this.values, count);
    const y = whole ? day.targets : this.targetsOf(day, count);
    const present = whole ? null : this.present.subarray(0, count);
    const missing = this.missing.subarray(0, day.places.length - count);
    return this.sums.correlation(at, { x, y, count, present, missing });
  }

  /** Values of the day's ground that are there. */
  private gather({ places, row }: GroundDay, figures: Float32Array, stride: number): number {
    const { values, present, missing } = this;
    let count = 0;
    for (let i = 0; i < places.length; i++) {
      const place = places[i]!;
      const lane = place % BLOCK_STOCKS;
      const value = figures[((place - lane) / BLOCK_STOCKS) * stride + row * BLOCK_STOCKS + lane]!;
      if (Number.isFinite(value)) {
        values[count] = value;
        present[count++] = i;
      } else missing[i - count] = i;
    }
    return count;
  }

  /** As the kind looks at values: ranked, or clipped. */
  private seen(values: Float64Array, count: number): Float64Array {
    const { kind } = this.options;
    if (kind === 'pearson') {
      return this.options.winsorise > 0 ? winsorise(values, count, this.options.winsorise) : values;
    }
    this.sorter.rank(values, count, this.ranks);
    return this.ranks;
  }

  private targetsOf(day: GroundDay, count: number): Float64Array {
    const { labels, present } = this;
    for (let at = 0; at < count; at++) labels[at] = day.labels[present[at]!]!;
    if (this.options.kind === 'pearson') return labels;
    return this.rankTargets(day, count);
  }

  /** Average ranks of the labels that are there, in their order. */
  private rankTargets({ order, labels }: GroundDay, count: number): Float64Array {
    const { places, present, targets } = this;
    places.fill(-1, 0, order.length);
    for (let at = 0; at < count; at++) places[present[at]!] = at;
    let rank = 0;
    for (let first = 0; first < order.length; ) {
      const value = labels[order[first]!]!;
      let end = first;
      let level = 0;
      for (; end < order.length && labels[order[end]!] === value; end++)
        if (places[order[end]!]! >= 0) level++;
      for (let at = first; at < end; at++) {
        const place = places[order[at]!]!;
        if (place >= 0) targets[place] = rank + (level + 1) / 2;
      }
      rank += level;
      first = end;
    }
    return targets;
  }
}
