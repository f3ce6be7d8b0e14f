import { Injectable } from '@nestjs/common';
import type { CorrelationKind } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import type { Program } from '../../core/program/program.ts';
import { deflatedSignificance } from '../../core/statistics/deflated-significance.ts';
import type { TearSheet } from '../../core/statistics/tear-sheet/tear-sheet.ts';
import type { CheckedFacts } from '../../core/statistics/tear-sheet/tear-sheet-checks.ts';
import { TrialsStore } from '../evaluations/trials.store.ts';
import { LibrariesService } from '../libraries/libraries.service.ts';
import { effortOf } from '../significance/search-efforts.ts';
import { CHECK_DEFAULTS } from './check-defaults.ts';

interface LibraryWish {
  readonly libraryId?: string | undefined;
  readonly maximumCorrelation?: number | undefined;
}

interface LibraryFacts {
  readonly correlation: number | null;
  /** As wished, else the library's own, else the usual one. */
  readonly limit: number;
}

/** What the checks look at beside the sheet. It changes while the factor does not, so it is never kept. */
@Injectable()
export class TearSheetFacts {
  constructor(
    private readonly libraries: LibrariesService,
    private readonly trials: TrialsStore,
  ) {}

  /** p-value of the mean IC as the best of all that was ever tried on the series; null without a mean. */
  async pValue(sheet: TearSheet, seriesId: string, fitness: CheckedFacts['fitness']): Promise<number | null> {
    const { mean, standardError } = summaryOf(sheet, fitness);
    if (mean === null || standardError === null) return null;
    const [tries = 1] = await this.trials.ofSeries([seriesId]);
    return deflatedSignificance(mean, standardError, effortOf(Math.max(1, tries)))?.adjustedPValue ?? null;
  }

  /**
   * Correlation with the member that is most alike, itself apart, on the library's own days: as the sketches see it, exactly
   * where members have none yet. Null without a library, where nothing can be compared, and where so many members could not
   * be compared that one of them may be above the limit. @throws Refusal NOT_FOUND, FORMULA_*, UNAVAILABLE
   */
  async library(program: Program, wish: LibraryWish): Promise<LibraryFacts> {
    const fallback = wish.maximumCorrelation ?? CHECK_DEFAULTS.maximumCorrelation;
    if (!wish.libraryId) return { correlation: null, limit: fallback };
    const library = await this.libraries.get(wish.libraryId);
    const limit = wish.maximumCorrelation ?? library.rules.maximumCorrelation;
    try {
      return { correlation: await this.nearest(program, library.id, limit), limit };
    } catch (error) {
      // No day of the library's period can be compared: that is an answer, and the sheet goes without it.
      if (!(error instanceof Refusal) || error.code !== 'PERIOD_INVALID') throw error;
      return { correlation: null, limit };
    }
  }

  private async nearest(program: Program, libraryId: string, limit: number): Promise<number | null> {
    const asked = { formula: program.text, first: 2 };
    const estimate = await this.libraries.correlation(libraryId, asked);
    const known =
      estimate.lacking === 0
        ? estimate
        : await this.libraries.correlation(libraryId, { ...asked, exact: true });
    const own = factorIdOf(program.hash);
    const correlation = known.members.find(({ factorId }) => factorId !== own)?.correlation ?? null;
    const complete = known.lacking <= known.compared;
    return complete || Math.abs(correlation ?? 0) > limit ? correlation : null;
  }
}

const summaryOf = ({ ic, rankIc }: TearSheet, fitness: CorrelationKind) =>
  (fitness === 'rank' ? rankIc : ic).summary;
