import { memoryMinutes } from '../../src/compute/panel/minute/memory-minutes.ts';
import type { MinuteSource } from '../../src/compute/panel/minute/minute-source.ts';
import { openMinutes } from '../../src/compute/panel/minute/open-minutes.ts';
import type { Panel } from '../../src/compute/panel/panel.ts';
import { shapeOf } from '../../src/compute/panel/panel-content.ts';

/** All figures of a minute field, [days x bars x symbols]. */
export function figuresOf(minutes: MinuteSource | null, field: string): Float64Array {
  if (minutes === null) throw new Error('the panel has no minute bars');
  // Figures in memory as they lie there, so that a test can change them.
  if (minutes.kind === 'memory') return minutes.figures.get(field)!;
  const bars = openMinutes(minutes);
  const figures = bars.readDays(field, 0, minutes.shape.days);
  bars.close();
  return figures;
}

/** Minute bars of a made panel; null where it has none. */
export function minutesFrom(
  figures: ReadonlyMap<string, Float64Array>,
  panel: Pick<Panel, 'days' | 'symbols' | 'session'>,
): MinuteSource | null {
  return memoryMinutes(figures, shapeOf(panel));
}
