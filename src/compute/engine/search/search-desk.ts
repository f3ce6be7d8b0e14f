import type { Judgement } from '../../../core/evolution/individual.ts';
import type { CorrelationKind } from '../../../core/experiment/experiment.ts';
import { correlationOf, isResidual } from '../../../core/experiment/styles.ts';
import type { Program } from '../../../core/program/program.ts';
import type { DailyIc } from '../../../core/statistics/daily-ic.ts';
import { summariseIc } from '../../../core/statistics/ic-summary.ts';
import { judgementOf } from '../../evaluation/judge.ts';
import { rowsOf } from '../../evaluation/prepare-period.ts';
import type { PreparedPeriod } from '../../evaluation/prepared-period.ts';
import type { KernelExports } from '../../kernels/wasm/kernel-exports.ts';
import { loadKernels } from '../../kernels/wasm/load-kernels.ts';
import type { Panel } from '../../panel/panel.ts';
import type { LeafValues } from '../../plan/leaf.ts';
import { planProgram } from '../../plan/plan.ts';
import type { RowRange } from '../../plan/run-plan.ts';
import { looksAcross, stagePlan } from '../../plan/stage-plan.ts';
import { type PreparedPeriods, periodsOf } from '../prepared-periods.ts';
import type { Frame } from '../task.ts';
import { type BlockLayout, blocksOfPeriod, layOut, ROW_BYTES } from './block-layout.ts';
import { judgeFactor, type LabelCounts, labelCounts } from './judge-factor.ts';
import { LaidRegions } from './laid-regions.ts';
import { gatherRows } from './lay-figures.ts';
import type { Region } from './region.ts';
import { ResidualDesks } from './residual-desks.ts';
import { scoreOf } from './score-of.ts';
import type { SharedMemory } from './shared-panel.ts';
import { type Factor, runStages } from './stage-runner.ts';
import { labelsKey, maskKey } from './task-needs.ts';

/** Fewer pairs than this say nothing of a day, however small the sample. */
const FEWEST_STOCKS = 10;

/**
 * Runs programs over one panel in float32, in the memory that all threads share; one for each thread and panel.
 * A result depends on the program, the question and the panel only, bit for bit.
 */
export class SearchDesk {
  readonly layout: BlockLayout;
  private readonly regions: LaidRegions;
  private readonly kernels: KernelExports;
  private readonly residuals: ResidualDesks;

  constructor(
    private readonly panel: Panel,
    shared: SharedMemory,
    thread: number,
    periods: PreparedPeriods<PreparedPeriod> = periodsOf(panel),
  ) {
    this.layout = layOut(panel);
    this.residuals = new ResidualDesks(this.layout, periods);
    this.kernels = loadKernels(shared.memory);
    const { layout, kernels } = this;
    this.regions = new LaidRegions({ panel, layout, shared, thread, kernels });
  }

  /** What the task in hand may use. */
  begin(regions: readonly Region[], reductions: readonly LeafValues[]): void {
    this.regions.begin(regions, reductions);
  }

  /** In full: every stock, both kinds of IC. @throws Refusal UNIVERSE_UNAVAILABLE, PERIOD_INVALID */
  judge(program: Program, frame: Frame): Judgement {
    const { definition } = frame;
    const { minimumStocks } = definition;
    const { daily, counts, factor } = this.measure(program, frame, { share: 1, minimumStocks, kind: null });
    const residual = isResidual(frame.fitness) ? this.residual(factor, frame) : undefined;
    return judgementOf(daily, { definition, ...counts }, frame.fitness, residual);
  }

  /**
   * |mean IC| of the frame's kind on a share of the blocks, whose stocks stand for the market: a day counts from that
   * share of the definition's minimum on. Null below the definition's share of dates.
   */
  score(program: Program, frame: Frame, share: number): number | null {
    const { minimumStocks } = frame.definition;
    const scaled = Math.max(FEWEST_STOCKS, Math.ceil(minimumStocks * share));
    if (isResidual(frame.fitness)) return this.residualScore(program, frame, share, scaled);
    const kind = correlationOf(frame.fitness);
    const { daily, counts } = this.measure(program, frame, { share, minimumStocks: scaled, kind });
    return scoreOf(kind === 'rank' ? daily.rankIc : daily.ic, counts, frame.definition);
  }

  /**
   * A factor on days of the panel, missing outside the universe: [days x symbols] in the panel's own order.
   * @param rows that are computed; the days are among them
   */
  values(program: Program, frame: Frame, rows: RowRange, days: readonly number[]): Float64Array {
    const wanted = days.map((day) => day - rows.from);
    const values = this.read(this.run(program, frame, rows, 1), wanted);
    const { layout } = this;
    const stride = layout.rows * ROW_BYTES;
    const address = this.regions.addressOf(maskKey(frame)) + rows.from * ROW_BYTES;
    const mask = this.read({ address, stride, blocks: layout.blocks }, wanted);
    return values.map((value, cell) => (Number.isNaN(mask[cell]!) ? Number.NaN : value));
  }

  /** The residual IC of the fitness's kind, as the factor lies in the workspace. */
  private residual(factor: Factor, frame: Frame): NonNullable<Judgement['residual']> {
    const desk = this.residuals.of(frame, 1, frame.definition.minimumStocks);
    const daily = desk.dailyIc(this.regions.memory, factor);
    const { mean, std, days } = summariseIc(daily, frame.definition.label.holdingDays);
    const possible = desk.countingRows.length;
    const dateShare = possible === 0 ? 0 : days / possible;
    return { [correlationOf(frame.fitness)]: { mean, std, days, dateShare } };
  }

  private residualScore(program: Program, frame: Frame, share: number, minimumStocks: number): number | null {
    const factor = this.run(program, frame, rowsOf(this.panel, frame.period), share);
    const desk = this.residuals.of(frame, share, minimumStocks);
    const daily = desk.dailyIc(this.regions.memory, factor);
    return scoreOf(daily, { labelledCells: 0, labelledDays: desk.countingRows }, frame.definition);
  }

  private measure(
    program: Program,
    frame: Frame,
    wanted: {
      readonly share: number;
      readonly minimumStocks: number;
      readonly kind: CorrelationKind | null;
    },
  ): { readonly daily: DailyIc; readonly counts: LabelCounts; readonly factor: Factor } {
    const { share, minimumStocks, kind } = wanted;
    const { kernels, regions } = this;
    const labels = regions.addressOf(labelsKey(frame, share));
    const factor = this.run(program, frame, rowsOf(this.panel, frame.period), share);
    const { winsorise } = frame.definition;
    const scratch = regions.workspace;
    const daily = judgeFactor(kernels, regions.memory, {
      factor,
      labels,
      minimumStocks,
      kind,
      winsorise,
      scratch,
    });
    return { daily, counts: labelCounts(regions.memory, { factor, labels, minimumStocks }), factor };
  }

  private run(program: Program, frame: Frame, rows: RowRange, share: number): Factor {
    const plan = stagePlan(planProgram(program));
    const { regions, layout, kernels } = this;
    const blocks = blocksOfPeriod(layout, rows, share);
    const inputs = plan.inputs.map((input) => regions.addressOfInput(input));
    const mask = looksAcross(plan) ? regions.addressOf(maskKey(frame)) : null;
    const { workspace } = regions;
    const setting = { plan, rows, blocks, panelRows: layout.rows, inputs, mask, workspace };
    return runStages(kernels, regions.memory, setting);
  }

  private read(
    { address, stride, blocks }: Pick<Factor, 'address' | 'stride' | 'blocks'>,
    rows: readonly number[],
  ): Float64Array {
    const figures = new Float32Array(this.regions.memory, address);
    return gatherRows(figures, rows, this.layout, { count: blocks, stride: stride / 4 });
  }
}
