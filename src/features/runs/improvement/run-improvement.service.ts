import { Injectable } from '@nestjs/common';
import type { Experiment, FitnessKind } from '../../../core/experiment/experiment.ts';
import { Refusal } from '../../../core/outcome/refusal.ts';
import { factorIdOf } from '../../../core/program/factor-id.ts';
import { requireUuid } from '../../../platform/paging/ids.ts';
import { ExperimentsService } from '../../experiments/experiments.service.ts';
import type { EvaluationModel } from '../../factors/factor.models.ts';
import { FactorPrograms } from '../../factors/factor-programs.service.ts';
import { RunRecordsStore } from '../run-records.store.ts';
import { ChainFigures } from './chain-figures.service.ts';
import type { ImprovementModel, ImprovementStepModel } from './improvement.models.ts';
import { ImprovementStore } from './improvement.store.ts';
import { shortestChain } from './shortest-chain.ts';

/** How a run improved the factor that it was given. */
@Injectable()
export class RunImprovement {
  constructor(
    private readonly records: RunRecordsStore,
    private readonly experiments: ExperimentsService,
    private readonly programs: FactorPrograms,
    private readonly store: ImprovementStore,
    private readonly figures: ChainFigures,
  ) {}

  /**
   * Figures that are not kept yet are measured by a worker.
   * @throws Refusal NOT_FOUND, CONFLICT for a run that was given nothing to improve or has no generation yet, UNAVAILABLE
   */
  async of(runId: string): Promise<ImprovementModel> {
    const run = await this.records.get(requireUuid(runId, 'runId'));
    const [given] = await this.records.warmStartOf(run.id);
    if (!given || !run.improves) throw refuse('a run with a factor to improve', 'one without');
    if (run.generation === null) throw refuse('a run with a generation', 'none so far');
    const { configuration } = await this.experiments.get(run.experimentId);
    const start = await this.programs.parse(given.formula, run.datasetId);
    const startId = factorIdOf(start.hash);
    const births = await this.store.family(run.id, startId);
    const family = [startId, ...new Set(births.map(({ childId }) => childId))];
    const best = (await this.store.fittest(run.id, family)) ?? startId;
    const chain = shortestChain(births, startId, best) ?? [];
    const ids = [startId, ...chain.map(({ childId }) => childId)];
    const measured = await this.figures.of(ids, run.datasetId, configuration);
    const steps = measured.map((figures, at): ImprovementStepModel => {
      const birth = at === 0 ? null : chain[at - 1]!;
      const earlier = at === 0 ? null : measured[at - 1]!;
      return {
        ...figures,
        generation: birth?.generation ?? null,
        mutation: birth?.mutation ?? null,
        before: birth?.before ?? null,
        after: birth?.after ?? null,
        trainChange: change(figures.train, earlier?.train ?? null, configuration),
        validationChange: change(figures.validation, earlier?.validation ?? null, configuration),
      };
    });
    return { runId: run.id, steps, births: births.length };
  }
}

const FIGURES = {
  rank: 'rankIc',
  pearson: 'ic',
  residualRank: 'residualRankIc',
  residualPearson: 'residualIc',
} as const satisfies Record<FitnessKind, keyof EvaluationModel>;

function change(
  now: EvaluationModel | null,
  earlier: EvaluationModel | null,
  { fitness }: Experiment,
): number | null {
  const [after, before] = [now, earlier].map((one) => one?.[FIGURES[fitness]] ?? null);
  return after === null || before === null ? null : Math.abs(after!) - Math.abs(before!);
}

const refuse = (expected: string, actual: string): Refusal =>
  new Refusal('CONFLICT', `improvement: expected ${expected}, got ${actual}`, {
    expected,
    actual,
    where: 'runId',
    remedy: 'create a run with `improve` and let it mine',
  });
