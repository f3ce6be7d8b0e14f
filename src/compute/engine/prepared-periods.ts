import { invariant } from '../../core/outcome/refusal.ts';
import { preparePeriod } from '../evaluation/prepare-period.ts';
import type { PreparedPeriod } from '../evaluation/prepared-period.ts';
import type { Panel } from '../panel/panel.ts';
import type { Frame } from './task.ts';

/** Periods that a thread keeps prepared for each panel: a run's own, and a few that people ask about meanwhile. */
const KEPT = 3;

/** What belongs to a period of a panel, made when it is first asked about; the longest unused goes first. */
export class PreparedPeriods<T> {
  private readonly kept = new Map<string, T>();

  constructor(private readonly prepare: (frame: Frame) => T) {}

  of(frame: Frame): T {
    const key = JSON.stringify([frame.definition, frame.period, frame.fitness]);
    const known = this.kept.get(key) ?? this.prepare(frame);
    this.kept.delete(key);
    this.kept.set(key, known);
    const [oldest] = this.kept.keys();
    invariant(oldest !== undefined, 'a period was prepared just now');
    if (this.kept.size > KEPT) this.kept.delete(oldest);
    return known;
  }
}

/** @throws Refusal UNIVERSE_UNAVAILABLE, PERIOD_INVALID as `preparePeriod` */
export const periodsOf = (panel: Panel): PreparedPeriods<PreparedPeriod> =>
  new PreparedPeriods(({ definition, period }) => preparePeriod(panel, definition, period));
