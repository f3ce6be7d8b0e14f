import { EngineHost } from '../features/evaluations/engine-host.ts';
import { EvaluationMarketsStore } from '../features/evaluations/evaluation-markets.store.ts';
import { TearSheetAnswers } from '../features/evaluations/tear-sheet-answers.ts';
import type { SheetMaker } from '../features/tear-sheets/kept-tear-sheets.service.ts';
import type { ServiceParts } from './service-session.ts';

/** Makes tear sheets on threads of this process, as a worker would: the command line needs no service beside it. */
export function makeSheetHere(parts: ServiceParts): SheetMaker {
  return async (request) => {
    const engine = parts.get(EngineHost);
    const datasetHash = await parts.get(EvaluationMarketsStore).hashOf(request.datasetId);
    const lease = await engine.lease(datasetHash);
    try {
      return await parts.get(TearSheetAnswers).answer(engine, lease, request);
    } finally {
      lease.release();
    }
  };
}
