import type { Program } from '../../core/program/program.ts';
import { openStream } from '../../core/random/random-stream.ts';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import { type PermutedIcs, permutedIcs } from '../../core/statistics/permuted-ics.ts';
import type { TearSheet } from '../../core/statistics/tear-sheet/tear-sheet.ts';
import { isBaseDependent } from '../evaluation/base-dependence.ts';
import { type Composite, compositeOf } from '../evaluation/composite.ts';
import { statisticsOf } from '../evaluation/evaluate-program.ts';
import type { PreparedPeriod } from '../evaluation/prepared-period.ts';
import { makeTearSheet } from '../evaluation/tear-sheet/make-tear-sheet.ts';
import { rankerFor } from '../kernels/registry.ts';
import type { Panel } from '../panel/panel.ts';
import type { LeafValues } from '../plan/leaf.ts';
import { planProgram } from '../plan/plan.ts';
import { type RowRange, viewPlan } from '../plan/run-plan.ts';
import { Arena } from './arena.ts';
import type { Questions } from './task.ts';

/**
 * Everything that a person reads as a figure: float64, by the portable kernels. One for each thread and panel; holds
 * working memory.
 */
export class ExactDesk {
  private readonly arena: Arena;

  constructor(private readonly panel: Panel) {
    const matrixBytes = panel.days.length * panel.symbols.length * Float64Array.BYTES_PER_ELEMENT;
    this.arena = new Arena(matrixBytes);
  }

  /** @param reductions of minute bars, and imported values, that the task's programs read; a reduction that lacks is made here */
  begin(reductions: readonly LeafValues[]): void {
    this.arena.reclaim();
    this.arena.give(reductions);
  }

  statistics(question: Questions['statistics']['question'], period: PreparedPeriod): FactorStatistics {
    const { frame, program, decayHorizons } = question;
    return statisticsOf(this.values(program, period, period.rows), period, {
      fitness: frame.fitness,
      backend: 'portable',
      baseDependent: isBaseDependent(program),
      ...(decayHorizons === null ? {} : { decayHorizons }),
    });
  }

  tearSheet(question: Questions['tearSheet']['question'], period: PreparedPeriod): TearSheet {
    const { frame, program, sheet } = question;
    return makeTearSheet(this.values(program, period, period.rows), period, {
      fitness: frame.fitness,
      backend: 'portable',
      baseDependent: isBaseDependent(program),
      sheet,
    });
  }

  permuted(question: Questions['permute']['question'], period: PreparedPeriod): PermutedIcs {
    const { program, permutations, seed } = question;
    const stocks = this.panel.symbols.length;
    return permutedIcs(this.values(program, period, period.rows), period.labels, {
      stocks,
      minimumStocks: period.definition.minimumStocks,
      permutations,
      stream: openStream(seed, { generation: 0, slot: 0, purpose: 'permute' }),
      rank: rankerFor('portable', stocks),
    });
  }

  /** @param periods train first */
  composite(
    { programs, shrinkage }: Questions['composite']['question'],
    periods: readonly PreparedPeriod[],
  ): Composite {
    const stocks = this.panel.symbols.length;
    const { minimumStocks } = periods[0]!.definition;
    const sections = { stocks, minimumStocks, rank: rankerFor('portable', stocks) };
    const valuesOn = (member: number, period: PreparedPeriod): Float64Array =>
      this.values(programs[member]!, period, period.rows);
    return compositeOf(programs.length, periods, valuesOn, { shrinkage, sections });
  }

  /** A copy of the factor's values [rows x symbols], missing outside the universe too. */
  values(program: Program, period: PreparedPeriod, rows: RowRange): Float64Array {
    const { panel, arena: workspace } = this;
    const { universe } = period;
    const plan = planProgram(program);
    const view = viewPlan({ plan, panel, universe, backend: 'portable', rows, workspace });
    const values = view.slice();
    workspace.release(view);
    const offset = rows.from * panel.symbols.length;
    for (let cell = 0; cell < values.length; cell++) {
      if (universe[offset + cell] === 0) values[cell] = Number.NaN;
    }
    return values;
  }
}
