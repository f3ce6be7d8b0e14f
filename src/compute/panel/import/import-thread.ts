import { answerParent } from '../../thread/answer-parent.ts';
import { BadRowsRefusal } from './bad-rows.ts';
import type { ThreadImport } from './import-in-thread.ts';
import { type ImportOutcome, importMarket } from './import-market.ts';
import type { ImportProgress } from './import-options.ts';

await answerParent<ThreadImport, ImportOutcome, ImportProgress>(
  ({ datasetsFolder, options, folder }, onProgress) =>
    importMarket(datasetsFolder, options, onProgress, { folder }),
  (refusal) => (refusal instanceof BadRowsRefusal ? refusal.report : null),
);
