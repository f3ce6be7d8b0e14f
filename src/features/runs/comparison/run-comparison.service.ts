import { Injectable } from '@nestjs/common';
import { Refusal } from '../../../core/outcome/refusal.ts';
import { runView } from '../run-views.ts';
import { RunsService } from '../runs.service.ts';
import type { RunComparisonModel } from './comparison.models.ts';
import { ComparisonStore } from './comparison.store.ts';
import { differentSettings } from './different-settings.ts';

const MOST_RUNS = 10;
const MOST_POINTS = 500;
const FITTEST = 100;

/** Sets runs side by side. */
@Injectable()
export class RunComparison {
  constructor(
    private readonly runs: RunsService,
    private readonly store: ComparisonStore,
  ) {}

  /** @throws Refusal INVALID_INPUT unless 2 to 10 different runs are named, NOT_FOUND */
  async compare(runIds: readonly string[]): Promise<RunComparisonModel> {
    const ids = [...new Set(runIds)];
    if (ids.length < 2 || ids.length > MOST_RUNS) throw refuseCount(ids.length);
    const records = await Promise.all(ids.map((id) => this.runs.get(id)));
    const [compared, points, shared] = await Promise.all([
      this.store.runs(ids),
      this.store.curves(ids, MOST_POINTS),
      this.store.shared(ids, FITTEST),
    ]);
    const settings = ids.map((id) => {
      const { id: _id, configuration, ...rest } = compared.find((run) => run.id === id)!;
      return { ...(configuration as object), ...rest };
    });
    return {
      runs: records.map((record) => ({
        run: runView(record),
        curve: points.filter(({ runId }) => runId === record.id),
      })),
      settings: differentSettings(settings).map(({ path, values }) => ({ path, values: [...values] })),
      sharedFactors: shared.map((factor) => ({ ...factor, runIds: [...factor.runIds] })),
    };
  }
}

const refuseCount = (count: number): Refusal =>
  new Refusal('INVALID_INPUT', `comparison: expected 2 to ${MOST_RUNS} different runs, got ${count}`, {
    expected: `2 to ${MOST_RUNS} different runs`,
    actual: String(count),
    where: 'runIds',
    remedy: 'list the runs to see which there are',
  });
