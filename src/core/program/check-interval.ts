import { INTERVAL_REDUCERS } from '../operator/operator.ts';
import { formatTime } from './clock-time.ts';
import type { IntervalArguments, OperationNode, Session } from './program.ts';
import type { TypeFault } from './type-fault.ts';

/**
 * Bars of the session that an interval covers: stamped in (from, to], and the opening bar itself when `from`
 * is the open (report section 3.1; a bar is stamped at its end). Indices into `session.barStamps`, ascending.
 */
export function barsOf(interval: IntervalArguments, session: Session): readonly number[] {
  const bars: number[] = [];
  session.barStamps.forEach((stamp, bar) => {
    const isOpeningBar = stamp === session.opens && interval.from === session.opens;
    if ((stamp > interval.from && stamp <= interval.to) || isOpeningBar) bars.push(bar);
  });
  return bars;
}

/** Times in order and, where the session is known, inside it and over at least one bar. */
export function checkInterval(node: OperationNode, session: Session | null): TypeFault | null {
  if (node.interval === null) return null;
  const { reducer, from, to } = node.interval;
  const fault = { code: 'FORMULA_TYPE', subject: node.operator } as const;
  if (!INTERVAL_REDUCERS.includes(reducer)) {
    return { ...fault, expected: `a reducer of ${INTERVAL_REDUCERS.join(', ')}`, actual: `'${reducer}'` };
  }
  const isTime = (minutes: number): boolean => Number.isInteger(minutes) && minutes >= 0 && minutes < 24 * 60;
  if (!isTime(from) || !isTime(to))
    return { ...fault, expected: 'times of one day', actual: `${from}, ${to}` };
  const actual = `${formatTime(from)} to ${formatTime(to)}`;
  if (from >= to) return { ...fault, expected: 'a first time before the second', actual };
  if (session === null) return null;
  const closes = session.barStamps.at(-1) ?? session.opens;
  if (from < session.opens || to > closes) {
    const expected = `times inside the session ${formatTime(session.opens)} to ${formatTime(closes)}`;
    return { ...fault, expected, actual };
  }
  if (barsOf(node.interval, session).length > 0) return null;
  return { ...fault, expected: 'an interval with at least one bar of the session', actual };
}
