import { Injectable } from '@nestjs/common';
import { ExperimentsService } from '../experiments/experiments.service.ts';
import { LibrariesService } from '../libraries/libraries.service.ts';
import { RunMarketsStore } from '../runs/run-markets.store.ts';
import { UnlikeResolver } from '../runs/unlike-resolver.ts';
import { resolvePeriods } from './resolve-periods.ts';
import type { ScheduleTemplate } from './schedule-template.ts';

/** Tries templates on the series as it is: what cannot work tonight is refused now. */
@Injectable()
export class ScheduleTemplates {
  constructor(
    private readonly markets: RunMarketsStore,
    private readonly experiments: ExperimentsService,
    private readonly libraries: LibrariesService,
    private readonly unlikes: UnlikeResolver,
  ) {}

  /** @throws Refusal NOT_FOUND of series or library, PERIOD_INVALID, EXPERIMENT_INVALID, FORMULA_* of what runs keep away from */
  async check(template: ScheduleTemplate, seriesId: string): Promise<void> {
    const market = await this.markets.latestOf(seriesId);
    const { days } = await this.markets.contents(market.id);
    const periods = resolvePeriods(template.periods, days);
    if (!periods.ok) throw periods.error;
    this.experiments.freeze({ ...template.experiment, periods: periods.value });
    if (template.admission) await this.libraries.get(template.admission.libraryId);
    if (template.unlike) await this.unlikes.resolveIfAny(template.unlike, market, periods.value.train);
  }
}
