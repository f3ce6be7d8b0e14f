import { answerParent } from '../thread/answer-parent.ts';
import { importValues, type ValuesProgress } from './import-values.ts';
import type { ValuesImport, ValuesOutcome } from './values-options.ts';

await answerParent<ValuesImport, ValuesOutcome, ValuesProgress>(importValues);
