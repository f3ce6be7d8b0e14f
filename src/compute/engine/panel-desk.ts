import { invariant } from '../../core/outcome/refusal.ts';
import type { Program } from '../../core/program/program.ts';
import { isBaseDependent } from '../evaluation/base-dependence.ts';
import { statisticsOf } from '../evaluation/evaluate-program.ts';
import { judgementOf } from '../evaluation/judge.ts';
import { preparePeriod } from '../evaluation/prepare-period.ts';
import type { PreparedPeriod } from '../evaluation/prepared-period.ts';
import type { Panel } from '../panel/panel.ts';
import { hashSlice } from '../panel/panel-hash.ts';
import { planProgram } from '../plan/plan.ts';
import { type RowRange, viewPlan } from '../plan/run-plan.ts';
import { reduceLeaves } from '../reduction/reduce-by-tiles.ts';
import type { LeafTarget } from '../reduction/tile-reducer.ts';
import { Arena } from './arena.ts';
import { correlateDays } from './correlate-days.ts';
import { IcMeter } from './ic-meter.ts';
import type { Frame, QuestionKind, Questions, Task } from './task.ts';

/** Periods that a thread keeps prepared for each panel: a run's own, and a few that people ask about meanwhile. */
const PREPARED_PERIODS = 3;

interface Prepared {
  readonly period: PreparedPeriod;
  /** Made with the first candidate: questions about single formulas do without. */
  meter: IcMeter | null;
}

/**
 * Answers questions about one panel with the quick kernels; one for each thread and panel. Holds prepared periods
 * and working memory, so that a candidate costs arithmetic alone. Every answer depends on its question and the panel
 * only, bit for bit.
 */
export class PanelDesk {
  private readonly prepared = new Map<string, Prepared>();
  private readonly arena: Arena;

  constructor(private readonly panel: Panel) {
    const matrixBytes = panel.days.length * panel.symbols.length * Float64Array.BYTES_PER_ELEMENT;
    this.arena = new Arena(matrixBytes);
  }

  /**
   * @param reductions of minute bars that the task's programs read; what is lacking is made here
   * @throws Refusal UNIVERSE_UNAVAILABLE, PERIOD_INVALID as `preparePeriod`
   */
  answer(task: Task, reductions: readonly LeafTarget[] = []): Questions[QuestionKind]['answer'] {
    try {
      this.arena.give(reductions);
      return this.compute(task);
    } finally {
      this.arena.reclaim();
    }
  }

  private compute(task: Task): Questions[QuestionKind]['answer'] {
    switch (task.kind) {
      case 'judge':
        return this.judge(task);
      case 'statistics':
        return this.statistics(task);
      case 'values': {
        const { period } = this.preparedOf(task.frame);
        return this.ownValues(task.program, period, period.rows);
      }
      case 'correlations':
        return this.correlations(task);
      case 'period': {
        const { panel, labelledDays, rows, notes } = this.preparedOf(task.frame).period;
        return { stocks: panel.symbols.length, labelledDays, rows, notes };
      }
      case 'slice':
        return hashSlice(this.panel, task.lastDay);
      case 'reduce':
        reduceLeaves(this.panel, task.targets, { from: task.from, to: task.to });
        return null;
    }
  }

  private judge({ frame, program }: Questions['judge']['question']): Questions['judge']['answer'] {
    const prepared = this.preparedOf(frame);
    const { period } = prepared;
    prepared.meter ??= new IcMeter(period);
    // No need to drop stocks outside the universe: they have no label.
    const daily = prepared.meter.measure(this.viewValues(program, period, period.rows));
    return judgementOf(daily, period, frame.fitness);
  }

  private statistics(question: Questions['statistics']['question']): Questions['statistics']['answer'] {
    const { frame, program, decayHorizons } = question;
    const { period } = this.preparedOf(frame);
    return statisticsOf(this.ownValues(program, period, period.rows), period, {
      fitness: frame.fitness,
      backend: 'portable',
      baseDependent: isBaseDependent(program),
      ...(decayHorizons === null ? {} : { decayHorizons }),
    });
  }

  private correlations(question: Questions['correlations']['question']): Float64Array {
    const { period } = this.preparedOf(question.frame);
    const { minimumStocks } = period.definition;
    const { programs, days, pairs, correlation: kind } = question;
    const stocks = this.panel.symbols.length;
    const factors = programs.map((program) => this.valuesOnDays(program, period, days));
    return correlateDays(factors, { stocks, minimumStocks, pairs, kind });
  }

  /** The factor on single days of the panel, [days x symbols]: day by day where that reads fewer rows. */
  private valuesOnDays(program: Program, period: PreparedPeriod, days: readonly number[]): Float64Array {
    const stocks = this.panel.symbols.length;
    const values = new Float64Array(days.length * stocks);
    const { warmUpRows } = planProgram(program);
    const first = Math.min(...days);
    const rows = { from: first, to: Math.max(...days) + 1 };
    const together = rows.to - first + warmUpRows < days.length * (warmUpRows + 1);
    const all = together ? this.ownValues(program, period, rows) : null;
    days.forEach((day, index) => {
      const found =
        all?.subarray((day - first) * stocks, (day - first + 1) * stocks) ??
        this.ownValues(program, period, { from: day, to: day + 1 });
      values.set(found, index * stocks);
    });
    return values;
  }

  /** A copy of the factor's values, missing outside the universe too. */
  private ownValues(program: Program, period: PreparedPeriod, rows: RowRange): Float64Array {
    const view = this.viewValues(program, period, rows);
    const values = view.slice();
    this.arena.release(view);
    const offset = rows.from * this.panel.symbols.length;
    for (let cell = 0; cell < values.length; cell++) {
      if (period.universe[offset + cell] === 0) values[cell] = Number.NaN;
    }
    return values;
  }

  private viewValues(program: Program, period: PreparedPeriod, rows: RowRange): Float64Array {
    const { panel, arena: workspace } = this;
    const plan = planProgram(program);
    return viewPlan({ plan, panel, universe: period.universe, backend: 'portable', rows, workspace });
  }

  private preparedOf(frame: Frame): Prepared {
    const key = JSON.stringify([frame.definition, frame.period]);
    const known = this.prepared.get(key);
    const prepared = known ?? {
      period: preparePeriod(this.panel, frame.definition, frame.period),
      meter: null,
    };
    this.prepared.delete(key);
    this.prepared.set(key, prepared);
    const [oldest] = this.prepared.keys();
    invariant(oldest !== undefined, 'a period was prepared just now');
    if (this.prepared.size > PREPARED_PERIODS) this.prepared.delete(oldest);
    return prepared;
  }
}
