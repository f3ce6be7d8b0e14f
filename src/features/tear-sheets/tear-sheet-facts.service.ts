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

interface LibraryFacts {
  readonly correlation: number | null;
  readonly maximumCorrelation: number | null;
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
   * where members have none yet. Null without a library or where nothing can be compared. @throws Refusal NOT_FOUND, FORMULA_*, UNAVAILABLE
   */
  async library(libraryId: string | undefined, program: Program): Promise<LibraryFacts> {
    if (!libraryId) return { correlation: null, maximumCorrelation: null };
    const { maximumCorrelation } = (await this.libraries.get(libraryId)).rules;
    try {
      const asked = { formula: program.text, first: 2 };
      const estimate = await this.libraries.correlation(libraryId, asked);
      // A member without a sketch may be the one that is alike: then all is compared exactly.
      const { members } =
        estimate.lacking === 0
          ? estimate
          : await this.libraries.correlation(libraryId, { ...asked, exact: true });
      const own = factorIdOf(program.hash);
      const nearest = members.find(({ factorId }) => factorId !== own);
      return { correlation: nearest?.correlation ?? null, maximumCorrelation };
    } catch (error) {
      // No day of the library's period can be compared: that is an answer, and the sheet goes without it.
      if (!(error instanceof Refusal) || error.code !== 'PERIOD_INVALID') throw error;
      return { correlation: null, maximumCorrelation };
    }
  }
}

const summaryOf = ({ ic, rankIc }: TearSheet, fitness: CorrelationKind) =>
  (fitness === 'rank' ? rankIc : ic).summary;
