import { INTERVAL_REDUCERS } from '../operator/operator.ts';
import { barsOf } from '../program/check-interval.ts';
import { parseTime } from '../program/clock-time.ts';
import type { IntervalArguments, Session } from '../program/program.ts';

const HALF_HOUR = 30;

/**
 * Intervals that random programs may use: every reducer over every pair of bounds with bars between them,
 * except pairs that cover the whole session (a window says that shorter) or the bars of an earlier pair.
 * @param times `HH:MM`; those outside the session are left out; empty = the session's half-hours that end a bar
 */
export function intervalChoices(
  session: Session | null,
  times: readonly string[],
): readonly IntervalArguments[] {
  if (session === null || session.barStamps.length === 0) return [];
  const bounds = times.length > 0 ? givenBounds(session, times) : halfHours(session);
  const covered = new Set<string>([session.barStamps.map((_, bar) => bar).join()]);
  const choices: IntervalArguments[] = [];
  for (const from of bounds) {
    for (const to of bounds) {
      if (to <= from) continue;
      const bars = barsOf({ reducer: 'mean', from, to }, session).join();
      if (bars === '' || covered.has(bars)) continue;
      covered.add(bars);
      choices.push(...INTERVAL_REDUCERS.map((reducer) => ({ reducer, from, to })));
    }
  }
  return choices;
}

function givenBounds(session: Session, times: readonly string[]): readonly number[] {
  const closes = session.barStamps.at(-1) ?? session.opens;
  const minutes = times.map(parseTime).filter((time) => time !== null);
  const inside = minutes.filter((time) => time >= session.opens && time <= closes);
  return [...new Set(inside)].sort((a, b) => a - b);
}

function halfHours(session: Session): readonly number[] {
  const ends = session.barStamps.filter((stamp) => stamp % HALF_HOUR === 0 && stamp > session.opens);
  return [session.opens, ...ends];
}
