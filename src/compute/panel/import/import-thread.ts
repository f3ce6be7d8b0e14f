import { answerParent } from '../../thread/answer-parent.ts';
import { BadRowsRefusal } from './bad-rows.ts';
import type { ImportTask } from './import-in-thread.ts';
import { type ImportOutcome, importMarket } from './import-market.ts';
import type { ImportProgress } from './import-options.ts';

await answerParent<ImportTask, ImportOutcome, ImportProgress>(
  ({ datasetsFolder, options }, onProgress) => importMarket(datasetsFolder, options, onProgress),
  (refusal) => (refusal instanceof BadRowsRefusal ? refusal.report : null),
);
