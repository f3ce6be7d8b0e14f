import { Injectable } from '@nestjs/common';
import type { PanelLease } from '../../compute/engine/panel-cache.ts';
import type { EngineHost } from './engine-host.ts';
import { evaluationKeyOf } from './evaluation-key.ts';
import type { TearSheetRequest } from './evaluation-requests.ts';
import { readFormula } from './read-formula.ts';
import { tearSheetOptionsHash } from './tear-sheet-options-hash.ts';
import { TearSheetsStore } from './tear-sheets.store.ts';
import { TrialsStore } from './trials.store.ts';

/** Makes tear sheets on the worker's threads and keeps them: they are too large for the queue. */
@Injectable()
export class TearSheetAnswers {
  constructor(
    private readonly store: TearSheetsStore,
    private readonly trials: TrialsStore,
  ) {}

  /** @returns the id under which the sheet is kept @throws Refusal FORMULA_*, UNIVERSE_UNAVAILABLE, PERIOD_INVALID */
  async answer(
    engine: EngineHost,
    { panel, handle }: PanelLease,
    request: Omit<TearSheetRequest, 'kind'>,
  ): Promise<string> {
    const { datasetId, period, definition, fitness, sheet: options } = request;
    const program = readFormula(request.formula, panel);
    const frame = { definition, period, fitness };
    const sheet = await engine.pool.tearSheet(handle, { frame, program, sheet: options });
    const sliceHash = await engine.sliceHash(handle, period.to);
    await this.trials.byHand(datasetId, program.hash);
    const key = evaluationKeyOf({ datasetId, sliceHash, period, definition });
    return this.store.keep({ hash: program.hash, key, optionsHash: tearSheetOptionsHash(request), sheet });
  }
}
