import { Refusal } from '../../../core/outcome/refusal.ts';

/** A continuation that is none: says what differs, and where. */
export const conflict = (what: string, expected: string, actual: string, where?: string): Refusal =>
  new Refusal('CONFLICT', `the import does not continue the dataset: ${what}`, {
    expected,
    actual,
    ...(where === undefined ? {} : { where }),
    remedy: 'Mend the files, or import them as a dataset of their own (without continues).',
  });
