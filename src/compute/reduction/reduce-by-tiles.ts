import { invariant } from '../../core/outcome/refusal.ts';
import type { Panel } from '../panel/panel.ts';
import type { MinuteLeaf } from '../plan/leaf.ts';
import { type LeafTarget, TileReducer } from './tile-reducer.ts';

/**
 * Reduces minute bars on some days of a panel, all leaves in one pass over the tiles.
 * @throws Refusal DATASET_CHANGED when tiles are not what was imported
 */
export function reduceLeaves(
  panel: Panel,
  targets: readonly LeafTarget[],
  days: { readonly from: number; readonly to: number },
): void {
  const { minutes, session } = panel;
  invariant(minutes !== null && session !== null, 'a panel with minute fields has minute bars');
  const reducer = new TileReducer(minutes, session, targets);
  try {
    reducer.reduceDays(days.from, days.to);
  } finally {
    reducer.close();
  }
}

/** One leaf over all days, in the thread that asks. @returns [days x symbols]; NaN = missing */
export function reduceByTiles(panel: Panel, leaf: MinuteLeaf): Float64Array {
  const days = panel.days.length;
  const values = new Float64Array(days * panel.symbols.length);
  reduceLeaves(panel, [{ leaf, values }], { from: 0, to: days });
  return values;
}
