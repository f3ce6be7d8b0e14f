import { createHash } from 'node:crypto';
import { canonicalJson } from '../../core/experiment/experiment-hash.ts';
import type { TearSheetRequest } from './evaluation-requests.ts';

/** Raised with every change of a sheet's shape or figures: older sheets are not found any more. */
const SHEET_VERSION = 3;

/** Names what changes a sheet's figures beside the factor and the key of the evaluation. */
export function tearSheetOptionsHash({
  fitness,
  sheet,
}: Pick<TearSheetRequest, 'fitness' | 'sheet'>): string {
  const text = canonicalJson({ version: SHEET_VERSION, fitness, ...sheet });
  return createHash('sha256').update(text).digest('hex');
}
