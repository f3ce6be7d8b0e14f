import type { PreparedPeriod } from '../evaluation/prepared-period.ts';
import type { Panel } from '../panel/panel.ts';
import { hashSlice } from '../panel/panel-hash.ts';
import type { LeafValues } from '../plan/leaf.ts';
import { reduceLeaves } from '../reduction/reduce-by-tiles.ts';
import { correlateDays } from './correlate-days.ts';
import { ExactDesk } from './exact-desk.ts';
import { PreparedPeriods, periodsOf } from './prepared-periods.ts';
import { PairCorrelator } from './search/pair-correlator.ts';
import type { Region } from './search/region.ts';
import { SampleDesk } from './search/sample-desk.ts';
import { SearchDesk } from './search/search-desk.ts';
import type { SharedMemory } from './search/shared-panel.ts';
import { SketchDesk } from './sketch-desk.ts';
import type { QuestionKind, Questions, Task } from './task.ts';
import { pickDays, type ValuesOn, valuesOnDays } from './values-on-days.ts';

/** What a task was given beside its question. */
export interface TaskMeans {
  /** Reductions of minute bars, and imported values, that its programs read. */
  readonly reductions: readonly LeafValues[];
  /** What it may use of the panel's shared memory. */
  readonly regions: readonly Region[];
}

/**
 * Answers questions about one panel; one for each thread and panel. The search engine judges candidates in float32, the
 * exact engine answers what people ask. Holds prepared periods and working memory, so that a candidate costs arithmetic
 * alone. Every answer depends on its question and the panel only, bit for bit.
 */
export class PanelDesk {
  private readonly periods: PreparedPeriods<PreparedPeriod>;
  private readonly samples: PreparedPeriods<SampleDesk>;
  private readonly exact: ExactDesk;
  private readonly search: SearchDesk;
  /** Made when first asked for: it has a memory of its own. */
  private correlator: PairCorrelator | null = null;
  private readonly sketches: SketchDesk;

  constructor(
    private readonly panel: Panel,
    shared: SharedMemory,
    thread: number,
  ) {
    this.periods = periodsOf(panel);
    this.exact = new ExactDesk(panel);
    this.search = new SearchDesk(panel, shared, thread, this.periods);
    this.sketches = new SketchDesk(this.periods, thread);
    this.samples = new PreparedPeriods((frame) => new SampleDesk(panel, this.search.layout, frame));
  }

  /** @throws Refusal UNIVERSE_UNAVAILABLE, PERIOD_INVALID as `preparePeriod` */
  answer(task: Task, means: TaskMeans): Questions[QuestionKind]['answer'] {
    const { reductions, regions } = means;
    this.exact.begin(reductions);
    this.search.begin(regions, reductions);
    switch (task.kind) {
      case 'judge':
        return this.search.judge(task.program, task.frame);
      case 'score':
        return task.programs.map((program) => this.search.score(program, task.frame, task.share));
      case 'fingerprints':
        return this.samples.of(task.frame).fingerprints(task.programs, reductions);
      case 'statistics':
        return this.exact.statistics(task, this.periods.of(task.frame));
      case 'composite': {
        const { frame, others } = task;
        const periods = [frame.period, ...others].map((period) => this.periods.of({ ...frame, period }));
        return this.exact.composite(task, periods);
      }
      case 'permute':
        return this.exact.permuted(task, this.periods.of(task.frame));
      case 'tearSheet':
        return this.exact.tearSheet(task, this.periods.of(task.frame));
      case 'values': {
        const period = this.periods.of(task.frame);
        return this.exact.values(task.program, period, period.rows);
      }
      case 'correlations':
        return this.correlations(task);
      case 'period': {
        const { labelledDays, rows, notes } = this.periods.of(task.frame);
        return { stocks: this.panel.symbols.length, labelledDays, rows, notes };
      }
      case 'grid':
        return this.sketches.rows(task.frame);
      case 'sketch': {
        const { frame, programs } = task;
        const valuesOn: ValuesOn = (program, rows, days) => this.search.values(program, frame, rows, days);
        return this.sketches.sketch(programs, frame, { stocks: this.panel.symbols.length, valuesOn });
      }
      case 'compare':
        return this.sketches.compare(task, task.frame);
      case 'slice':
        return hashSlice(this.panel, task.lastDay);
      case 'reduce':
        reduceLeaves(this.panel, task.targets, { from: task.from, to: task.to });
        return null;
    }
  }

  private correlations(question: Questions['correlations']['question']): Float64Array {
    const { frame, programs, days, pairs, correlation: kind, engine } = question;
    const { exact, search } = this;
    const stocks = this.panel.symbols.length;
    const period = engine === 'exact' ? this.periods.of(frame) : null;
    const valuesOn: ValuesOn = (program, rows, some) =>
      period === null
        ? search.values(program, frame, rows, some)
        : pickDays(exact.values(program, period, rows), rows, some, stocks);
    const factors = programs.map((program) => valuesOnDays(program, days, stocks, valuesOn));
    const { minimumStocks } = frame.definition;
    const options = { stocks, minimumStocks, pairs, kind };
    if (engine === 'exact') return correlateDays(factors, options);
    this.correlator ??= new PairCorrelator();
    return this.correlator.correlateDays(factors, options);
  }
}
