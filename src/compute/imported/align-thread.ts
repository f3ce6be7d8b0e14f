import { answerParent } from '../thread/answer-parent.ts';
import type { AlignTask } from './align-in-thread.ts';
import { alignValues } from './align-values.ts';
import { readValuesFile } from './values-file.ts';

await answerParent<AlignTask, Float64Array, never>(async ({ name, hash, path, days, symbols }) =>
  alignValues(await readValuesFile(path, { name, hash }), { days, symbols }),
);
