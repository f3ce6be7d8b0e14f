import { Injectable, Logger } from '@nestjs/common';
import type { PanelManifest } from '../../../compute/panel/panel-manifest.ts';
import type { Period } from '../../../core/experiment/experiment.ts';
import { isPassing } from '../../../core/outcome/passing.ts';
import type { Refusal } from '../../../core/outcome/refusal.ts';
import { DatasetsStore } from '../../datasets/datasets.store.ts';
import { EvaluationRequests } from '../../evaluations/evaluation-requests.service.ts';
import { FactorPrograms } from '../../factors/factor-programs.service.ts';
import { FactorStatisticsService } from '../../factors/factor-statistics.service.ts';
import { DEFAULT_FADING, type Health, healthBehind, healthOf } from './health.ts';
import { LibraryCareStore, type LibraryToCare, type MemberToCare } from './library-care.store.ts';

/** Libraries that one round looks after. */
const A_ROUND = 10;
/** Days of signals: those without a label, and the last that has one. */
const SIGNAL_DAYS = 3;

/** Looks after libraries whose series has gone on. */
@Injectable()
export class LibraryCare {
  private readonly logger = new Logger(LibraryCare.name);

  constructor(
    private readonly store: LibraryCareStore,
    private readonly datasets: DatasetsStore,
    private readonly requests: EvaluationRequests,
    private readonly programs: FactorPrograms,
    private readonly statistics: FactorStatisticsService,
  ) {}

  /** One after the other: the workers have runs to mine. @returns how many were cared for */
  async round(): Promise<number> {
    const due = await this.store.due(A_ROUND);
    for (const library of due) {
      try {
        await this.careFor(library);
      } catch (error) {
        // One that cannot be cared for is tried again at the next round, and keeps no other waiting.
        this.logger.warn(`library ${library.libraryId} was not looked after: ${String(error)}`);
      }
    }
    return due.length;
  }

  private async careFor(library: LibraryToCare): Promise<void> {
    const { days } = (await this.datasets.manifest(library.datasetId)) as PanelManifest;
    const { windowDays } = library.rules.fading ?? DEFAULT_FADING;
    const period = lastDays(days, windowDays);
    const members = await this.store.members(library);
    const cared = [];
    for (const member of members) {
      const health = await this.healthOf(library, member, period);
      const signal = await this.signalOf(library, member, lastDays(days, SIGNAL_DAYS));
      cared.push({ factorId: member.factorId, health, period, signal });
    }
    await this.store.finish(library, cared);
    const faded = cared.filter(({ health }) => health.faded).length;
    this.logger.log(`library ${library.libraryId}: ${members.length} members on new days, ${faded} faded`);
  }

  private async signalOf(
    { datasetId, rules }: LibraryToCare,
    { formula }: MemberToCare,
    period: Period,
  ): Promise<{ readonly days: readonly string[]; readonly figures: Buffer } | null> {
    try {
      const { definition } = rules;
      const { days, figures } = await this.requests.latest({ datasetId, period, definition, formula });
      return { days, figures: Buffer.from(figures, 'base64') };
    } catch (error) {
      requireEarned(error);
      return null;
    }
  }

  private async healthOf(library: LibraryToCare, member: MemberToCare, period: Period): Promise<Health> {
    const { rules, datasetId } = library;
    const fading = rules.fading ?? DEFAULT_FADING;
    const where = { datasetId, period, definition: rules.definition, fitness: rules.icKind };
    try {
      const program = await this.programs.parse(member.formula, datasetId);
      const { statistics } = await this.statistics.measureAt(program, where);
      const now = rules.icKind === 'rank' ? statistics.rankIc : statistics.ic;
      return healthOf(now, member.admissionIc, fading);
    } catch (error) {
      requireEarned(error);
      if (error.code === 'VALUES_BEHIND') return healthBehind(member.admissionIc);
      return healthOf({ mean: null, standardError: null, days: 0 }, member.admissionIc, fading);
    }
  }
}

/** No worker or no room now is no sign of a member's end; what its formula or its days earned is. @throws the error unless it is that */
function requireEarned(error: unknown): asserts error is Refusal {
  if (isPassing(error)) throw error;
}

const lastDays = (days: readonly string[], count: number): Period => ({
  from: days[Math.max(0, days.length - count)]!,
  to: days.at(-1)!,
});
