import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { EvaluationRequests } from '../evaluations/evaluation-requests.service.ts';
import { FactorPrograms } from '../factors/factor-programs.service.ts';
import { type Measurement, Measurements, similarityOn } from '../factors/measurements.service.ts';
import type { PoolDistinctInput } from './pool.inputs.ts';
import { correlationOf } from './pool-definition.ts';

/** More programs than this are not compared at once: their matrix would hold the workers for long. */
export const MOST_COMPARED = 2_000;

/** Where and how strictly the behaviour of programs is compared. */
export interface Comparison {
  readonly measurement: Measurement;
  readonly maximumCorrelation: number;
}

/** What became of candidates, by their index. */
export interface Compared {
  readonly taken: readonly number[];
  /** Fields that the market does not have, or a form that its language refuses. */
  readonly unfit: readonly number[];
  readonly alike: readonly number[];
}

/** Leaves out programs that behave like one that was taken before them, by the workers. */
@Injectable()
export class PoolDistinct {
  constructor(
    private readonly measurements: Measurements,
    private readonly programs: FactorPrograms,
    private readonly requests: EvaluationRequests,
  ) {}

  /** @throws Refusal as `Measurements.resolve` */
  async open(wish: PoolDistinctInput): Promise<Comparison> {
    return {
      measurement: await this.measurements.resolve(wish.measurement),
      maximumCorrelation: correlationOf(wish),
    };
  }

  /**
   * Takes at most `count` of the candidates, in their order, each unlike all that were chosen and taken before it.
   * @param chosen formulas that fit the market
   * @throws Refusal UNAVAILABLE without a worker, INVALID_INPUT where there are too many to compare
   */
  async take(
    { measurement, maximumCorrelation }: Comparison,
    chosen: readonly string[],
    candidates: readonly string[],
    count: number,
  ): Promise<Compared> {
    if (chosen.length + candidates.length > MOST_COMPARED) throw tooMany(chosen.length + candidates.length);
    const fits: number[] = [];
    const unfit: number[] = [];
    for (const [at, formula] of candidates.entries()) {
      ((await this.fits(formula, measurement.market.id)) ? fits : unfit).push(at);
    }
    if (fits.length === 0) return { taken: [], unfit, alike: [] };
    const found = await this.requests.distinct({
      ...similarityOn(measurement),
      chosen,
      candidates: fits.map((at) => candidates[at]!),
      count,
      maximumCorrelation,
    });
    const taken = found.taken.map((at) => fits[at]!);
    const isTaken = new Set(taken);
    const alike = fits.slice(0, found.scanned).filter((at) => !isTaken.has(at));
    return { taken, unfit, alike };
  }

  /** Of a list, those that can be compared at all. */
  async fitting(formulas: readonly string[], { measurement }: Comparison): Promise<string[]> {
    const fitting: string[] = [];
    for (const formula of formulas) {
      if (await this.fits(formula, measurement.market.id)) fitting.push(formula);
    }
    return fitting;
  }

  private async fits(formula: string, datasetId: string): Promise<boolean> {
    try {
      await this.programs.parse(formula, datasetId);
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.code.startsWith('FORMULA_')) return false;
      throw error;
    }
  }
}

const tooMany = (count: number): Refusal =>
  new Refusal(
    'INVALID_INPUT',
    `warm-start pool: expected at most ${MOST_COMPARED} programs to compare, got ${count}`,
    {
      expected: `at most ${MOST_COMPARED} programs`,
      actual: String(count),
      where: 'distinct',
      remedy: 'ask for fewer, or leave out the comparison of behaviour',
    },
  );
