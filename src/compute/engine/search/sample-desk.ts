import { correlationOf } from '../../../core/experiment/styles.ts';
import type { Program } from '../../../core/program/program.ts';
import { preparePeriod } from '../../evaluation/prepare-period.ts';
import type { PreparedPeriod } from '../../evaluation/prepared-period.ts';
import type { Panel } from '../../panel/panel.ts';
import { keyOfLeaf, type LeafValues } from '../../plan/leaf.ts';
import { planProgram } from '../../plan/plan.ts';
import { type RowRange, viewPlan } from '../../plan/run-plan.ts';
import { Arena } from '../arena.ts';
import type { Frame } from '../task.ts';
import { behaviourOf } from './behaviour.ts';
import { BLOCK_STOCKS, type BlockLayout, blocksBefore } from './block-layout.ts';
import { pickColumns, samplePanel } from './sample-panel.ts';

/** Stocks looked at: the first blocks of the layout, which are a random sample. */
const SAMPLE_BLOCKS = 2;
/**
 * Days looked at, in bunches spread evenly over the labelled days: windows are filled once a bunch, and days of one bunch
 * are cheap.
 */
const BUNCHES = 2;
const BUNCH_DAYS = 16;
/** Reductions of minute bars of the sample that are kept. */
const KEPT_LEAVES = 32;
/**
 * Names of behaviour, from a small sample of a period. The arithmetic is that of the exact engine: in float32 a
 * sigmoid would merge values that f tells apart, and equal behaviour would go unseen. Cross-sectional operators take the
 * sample for the market. One for each thread, panel and frame.
 */
export class SampleDesk {
  private readonly panel: Panel;
  private readonly period: PreparedPeriod;
  private readonly bunches: readonly RowRange[];
  private readonly columns: Int32Array;
  private readonly arena: Arena;
  private readonly leaves = new Map<string, LeafValues>();

  constructor(
    private readonly whole: Panel,
    layout: BlockLayout,
    private readonly frame: Frame,
  ) {
    const lastRow = whole.days.findLastIndex((day) => day <= frame.period.to);
    const blocks = Math.min(SAMPLE_BLOCKS, blocksBefore(layout, lastRow + 1));
    this.columns = layout.columns.subarray(0, blocks * BLOCK_STOCKS);
    this.panel = samplePanel(whole, this.columns);
    this.period = preparePeriod(this.panel, frame.definition, frame.period);
    this.bunches = bunchesOf(labelledRows(this.period));
    this.arena = new Arena(this.columns.length * BUNCH_DAYS * Float64Array.BYTES_PER_ELEMENT);
  }

  /**
   * About 0.8 ms for a program of eight operators.
   * @param reductions of the whole panel's minute bars that the programs read
   */
  fingerprints(programs: readonly Program[], reductions: readonly LeafValues[]): string[] {
    this.arena.give(reductions.map((reduction) => this.sampled(reduction)));
    return programs.map((program) => this.fingerprint(program));
  }

  private fingerprint(program: Program): string {
    const stocks = this.columns.length;
    const rows = this.bunches.reduce((sum, { from, to }) => sum + to - from, 0);
    const values = new Float64Array(rows * stocks);
    const plan = planProgram(program);
    const { panel, arena: workspace, period } = this;
    let at = 0;
    for (const bunch of this.bunches) {
      const found = viewPlan({
        plan,
        panel,
        universe: period.universe,
        backend: 'portable',
        rows: bunch,
        workspace,
      });
      values.set(found, at);
      workspace.reclaim();
      this.dropUnlabelled(values.subarray(at, at + found.length), bunch);
      at += found.length;
    }
    const { winsorise } = this.frame.definition;
    return behaviourOf(values, { stocks, kind: correlationOf(this.frame.fitness), winsorise });
  }

  private sampled({ leaf, values }: LeafValues): LeafValues {
    const key = keyOfLeaf(leaf);
    const sampled = this.leaves.get(key) ?? { leaf, values: pickColumns(values, this.whole, this.columns) };
    this.leaves.delete(key);
    this.leaves.set(key, sampled);
    const [oldest] = this.leaves.keys();
    if (this.leaves.size > KEPT_LEAVES && oldest !== undefined) this.leaves.delete(oldest);
    return sampled;
  }

  private dropUnlabelled(values: Float64Array, { from }: RowRange): void {
    const { labels, rows } = this.period;
    const offset = (from - rows.from) * this.columns.length;
    for (let cell = 0; cell < values.length; cell++) {
      if (Number.isNaN(labels[offset + cell]!)) values[cell] = Number.NaN;
    }
  }
}

/** Rows of the panel on which two stocks of the sample have a label: fewer cannot be told apart. */
function labelledRows({ labels, rows, panel }: PreparedPeriod): number[] {
  const stocks = panel.symbols.length;
  const found: number[] = [];
  for (let row = rows.from; row < rows.to; row++) {
    const start = (row - rows.from) * stocks;
    const present = labels.subarray(start, start + stocks).filter((label) => !Number.isNaN(label)).length;
    if (present >= 2) found.push(row);
  }
  return found;
}

function bunchesOf(rows: readonly number[]): RowRange[] {
  const range = (from: number, to: number): RowRange[] =>
    from < to ? [{ from: rows[from]!, to: rows[to - 1]! + 1 }] : [];
  if (rows.length <= BUNCHES * BUNCH_DAYS) return range(0, rows.length);
  return Array.from({ length: BUNCHES }, (_, bunch) => {
    const middle = Math.floor(((bunch + 0.5) * rows.length) / BUNCHES);
    const from = middle - BUNCH_DAYS / 2;
    return range(from, from + BUNCH_DAYS);
  }).flat();
}
