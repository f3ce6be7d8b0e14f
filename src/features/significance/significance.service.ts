import { Injectable } from '@nestjs/common';
import { runView } from '../runs/run-views.ts';
import { RunsService } from '../runs/runs.service.ts';
import { TestLooks } from '../test-looks/test-looks.service.ts';
import { RunFiguresStore } from './run-figures.store.ts';
import { RunSignificance, type SignificanceWish } from './run-significance.service.ts';
import type { RunSignificanceModel } from './significance.models.ts';

/** The whole answer about a run: its finds, its control, and who has looked at the test period. */
@Injectable()
export class Significance {
  constructor(
    private readonly runs: RunsService,
    private readonly finds: RunSignificance,
    private readonly figures: RunFiguresStore,
    private readonly looks: TestLooks,
  ) {}

  /** @throws Refusal NOT_FOUND */
  async ofRun(runId: string, wish: SignificanceWish): Promise<RunSignificanceModel> {
    const run = await this.runs.get(runId);
    const { seriesId, ...found } = await this.finds.of(run, wish);
    const controlId = await this.figures.controlOf(run.id);
    return {
      ...found,
      control: controlId === null ? null : runView(await this.runs.get(controlId)),
      testLooks: await this.looks.count(seriesId),
    };
  }
}
