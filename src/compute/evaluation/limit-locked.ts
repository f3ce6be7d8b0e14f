import type { LabelSpec } from '../../core/experiment/experiment.ts';
import type { Panel } from '../panel/panel.ts';
import { limitStates } from './limit-states.ts';

export interface LimitLocked {
  /** [panel days x symbols], 1 = closed at a price limit; null = the rule is off. */
  readonly mask: Uint8Array | null;
  readonly notes: readonly string[];
}

/**
 * Stock-days that close at a price limit, whichever: a position cannot be entered there, so labels that would enter on
 * such a day are dropped. @throws Refusal UNIVERSE_UNAVAILABLE as `limitStates`
 */
export function limitLockedDays(panel: Panel, rule: LabelSpec['dropLimitLocked']): LimitLocked {
  const { states, notes } = limitStates(panel, rule);
  return { mask: states?.map((state) => (state === 0 ? 0 : 1)) ?? null, notes };
}
