import { fitnessOf } from '../../core/evolution/fitness.ts';
import type { Judgement } from '../../core/evolution/individual.ts';
import type { CorrelationKind, EvaluationDefinition, FitnessKind } from '../../core/experiment/experiment.ts';
import type { Program } from '../../core/program/program.ts';
import { type DailyIc, dailyIc } from '../../core/statistics/daily-ic.ts';
import { summariseIc } from '../../core/statistics/ic-summary.ts';
import type { Backend } from '../kernels/registry.ts';
import { planProgram } from '../plan/plan.ts';
import { runPlan } from '../plan/run-plan.ts';
import type { PreparedPeriod } from './prepared-period.ts';

export interface JudgeOptions {
  /** Whose |mean| is the fitness. */
  readonly fitness: CorrelationKind;
  readonly backend: Backend;
}

/** Evaluates a program on the rows of a period and judges it. Pure: same question, same bits. */
export function judge(program: Program, period: PreparedPeriod, options: JudgeOptions): Judgement {
  const factor = factorValues(program, period, options.backend);
  return judgeValues(factor, period, options.fitness);
}

/**
 * The factor on the period's rows: [rows x symbols], NaN = missing, also outside the universe. Reads earlier
 * rows as its windows need, of every stock.
 */
export function factorValues(program: Program, period: PreparedPeriod, backend: Backend): Float64Array {
  const { panel, universe, rows } = period;
  const factor = runPlan(planProgram(program), panel, universe, backend, rows);
  const offset = rows.from * panel.symbols.length;
  for (let cell = 0; cell < factor.length; cell++) {
    if (universe[offset + cell] === 0) factor[cell] = Number.NaN;
  }
  return factor;
}

/**
 * Judges factor values [rows x symbols] of a period: signed mean ICs and whether they may serve as fitness.
 */
export function judgeValues(factor: Float64Array, period: PreparedPeriod, kind: CorrelationKind): Judgement {
  return judgementOf(dailyIcOf(factor, period), period, kind);
}

/** What a judgement must know of a period beside the daily ICs. */
export interface JudgedPeriod {
  readonly definition: EvaluationDefinition;
  readonly labelledCells: number;
  readonly labelledDays: readonly number[];
}

/** The same from daily ICs that were computed elsewhere. */
export function judgementOf(
  daily: DailyIc,
  period: JudgedPeriod,
  kind: FitnessKind,
  residual: Judgement['residual'] = undefined,
): Judgement {
  const { definition } = period;
  const ic = summariseIc(daily.ic, definition.label.holdingDays);
  const rankIc = summariseIc(daily.rankIc, definition.label.holdingDays);
  const shares = sharesOf(daily, period);
  const means = { ic: ic.mean, rankIc: rankIc.mean };
  return {
    ...means,
    icStd: ic.std,
    rankIcStd: rankIc.std,
    days: rankIc.days,
    ...shares,
    ...(residual && { residual }),
    fitness: fitnessOf({ ...means, ...shares, residual }, definition, kind),
  };
}

/** Daily ICs of factor values against the period's own labels. */
export function dailyIcOf(factor: Float64Array, period: PreparedPeriod): DailyIc {
  const { minimumStocks, winsorise } = period.definition;
  return dailyIc(factor, period.labels, { stocks: period.panel.symbols.length, minimumStocks, winsorise });
}

/** Of how much of the period the ICs speak, and how tied the factor is on the dates with enough pairs. */
export function sharesOf(
  daily: DailyIc,
  period: JudgedPeriod,
): Pick<Judgement, 'pairs' | 'coverage' | 'dateShare' | 'tiedShare'> {
  let pairs = 0;
  let dates = 0;
  let values = 0;
  let tied = 0;
  daily.pairs.forEach((count, day) => {
    if (count < period.definition.minimumStocks) return;
    values += count;
    tied += daily.tied[day]!;
    if (Number.isNaN(daily.rankIc[day]!)) return;
    pairs += count;
    dates++;
  });
  return {
    pairs,
    coverage: share(pairs, period.labelledCells),
    dateShare: share(dates, period.labelledDays.length),
    tiedShare: share(tied, values),
  };
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
