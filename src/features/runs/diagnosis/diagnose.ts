import type { RunDirective } from '../../../mining/ports.ts';
import type { StoredRunState } from '../run-transitions.ts';

/** What is known of a run that somebody wonders about. Times are seconds. */
export interface DiagnosisFacts {
  readonly state: StoredRunState;
  readonly directive: RunDirective;
  readonly reason: string | null;
  readonly owner: string | null;
  /** To the end of the owner's lease; negative = expired so long ago; null = none. */
  readonly leaseSeconds: number | null;
  /** Claims since the last committed generation. */
  readonly barrenClaims: number;
  readonly mostBarrenClaims: number;
  readonly generation: number | null;
  /** Since the last committed generation, or since the run was first claimed; null before. */
  readonly silentSeconds: number | null;
  /** Median time between its last generations; null before the third. */
  readonly usualSeconds: number | null;
  /** Waiting runs that are older, and so come first. */
  readonly ahead: number;
  /** Whether an earlier run of its schedule must end first. */
  readonly waitsForEarlier: boolean;
  readonly workersAlive: number;
  /** Runs that the living workers may mine side by side, and mine now. */
  readonly slots: number;
  readonly busySlots: number;
  readonly freeDiskBytes: number | null;
}

export const VERDICTS = [
  'NOT_STARTED',
  'NO_WORKER',
  'WAITS_FOR_WORKER',
  'WAITS_FOR_EARLIER_RUN',
  'ABOUT_TO_START',
  'MOVING',
  'SLOWER_THAN_USUAL',
  'OWNER_SILENT',
  'PAUSING',
  'CANCELLING',
  'PAUSED',
  'OVER',
] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Diagnosis {
  readonly verdict: Verdict;
  /** Whether it moves or will without anybody's doing. */
  readonly moving: boolean;
  readonly explanation: string;
  /** What to do; null where there is nothing. */
  readonly remedy: string | null;
}

/** A generation that takes so many times the usual one is worth a word. */
const SLOW_FACTOR = 5;
/** Below it, nothing is slow: the first generations of a run load its market. */
const SHORTEST_SLOW_SECONDS = 30;
const MAKE_ROOM = 'make room on the disk of the data folder';
const FULL_DISK_BYTES = 256 * 2 ** 20;

/** Says in words why a run moves or does not. */
export function diagnose(facts: DiagnosisFacts): Diagnosis {
  const found = diagnoseStanding(facts);
  if (facts.freeDiskBytes === null || facts.freeDiskBytes > FULL_DISK_BYTES) return found;
  return {
    ...found,
    explanation: `${found.explanation} The data folder's disk is nearly full (${megabytes(facts.freeDiskBytes)} MB free).`,
    remedy: found.remedy === null ? MAKE_ROOM : `${MAKE_ROOM}, then ${found.remedy}`,
  };
}

function diagnoseStanding(facts: DiagnosisFacts): Diagnosis {
  switch (facts.state) {
    case 'CREATED':
      return stopped('NOT_STARTED', 'It was created and never started.', 'start it');
    case 'PAUSED':
      return stopped('PAUSED', `It is paused${because(facts.reason)}.`, 'resume it');
    case 'COMPLETED':
      return stopped('OVER', `It is complete${because(facts.reason)}.`, 'extend its limits and resume it');
    case 'CANCELLED':
      return stopped('OVER', 'It was cancelled; its results are kept.', 'clone it to mine again');
    case 'FAILED':
      return stopped('OVER', `It failed${because(facts.reason)}.`, 'mend the cause, then clone it');
    case 'QUEUED':
      return diagnoseQueued(facts);
    case 'RUNNING':
      return diagnoseRunning(facts);
  }
}

function diagnoseQueued({
  waitsForEarlier,
  workersAlive,
  slots,
  busySlots,
  ahead,
}: DiagnosisFacts): Diagnosis {
  if (waitsForEarlier) {
    return waiting(
      'WAITS_FOR_EARLIER_RUN',
      'An earlier run of its schedule is not over, and they go one by one.',
      null,
    );
  }
  if (workersAlive === 0) {
    return stopped(
      'NO_WORKER',
      'It waits, and no process that mines has been heard of lately.',
      'start one: `npm start`, or a process with FACTORMINE_ROLE=worker',
    );
  }
  if (busySlots >= slots) {
    return waiting(
      'WAITS_FOR_WORKER',
      `All ${slots} places of ${workersAlive} living worker${s(workersAlive)} are taken, and ${ahead} waiting run${s(ahead)} came before it.`,
      'wait, start more workers, or raise FACTORMINE_RUNS',
    );
  }
  return waiting('ABOUT_TO_START', 'A worker has room for it and is about to take it up.', null);
}

function diagnoseRunning(facts: DiagnosisFacts): Diagnosis {
  const { leaseSeconds, directive, silentSeconds, usualSeconds, generation } = facts;
  if (leaseSeconds === null || leaseSeconds < 0) return diagnoseSilent(facts);
  if (directive === 'pause')
    return waiting('PAUSING', 'It pauses when the generation under way is committed.', null);
  if (directive === 'cancel')
    return waiting('CANCELLING', 'It ends when the generation under way is committed.', null);
  const last = `${generation === null ? 'Its first population is being made' : `Generation ${generation} is committed`}${
    silentSeconds === null ? '' : `, ${seconds(silentSeconds)} ago`
  }`;
  if (usualSeconds === null || silentSeconds === null)
    return { verdict: 'MOVING', moving: true, explanation: `${last}.`, remedy: null };
  const isSlow = silentSeconds > Math.max(SHORTEST_SLOW_SECONDS, SLOW_FACTOR * usualSeconds);
  const usual = `a generation usually takes ${seconds(usualSeconds)}`;
  return isSlow
    ? {
        verdict: 'SLOWER_THAN_USUAL',
        moving: true,
        explanation: `${last}; ${usual}, and its owner is alive.`,
        remedy: 'see what else its machine does, and whether larger programs or another cascade came in',
      }
    : { verdict: 'MOVING', moving: true, explanation: `${last}; ${usual}.`, remedy: null };
}

function diagnoseSilent({
  leaseSeconds,
  barrenClaims,
  mostBarrenClaims,
  workersAlive,
}: DiagnosisFacts): Diagnosis {
  const since = leaseSeconds === null ? '' : ` for ${seconds(-leaseSeconds)}`;
  const silent = `Its worker has been silent${since}: killed, frozen, or cut off from the database.`;
  const claims = `${barrenClaims} of ${mostBarrenClaims} claims without a new generation`;
  if (workersAlive === 0) {
    return stopped(
      'OWNER_SILENT',
      `${silent} No other worker is there to take it up (${claims}).`,
      'start a worker',
    );
  }
  return waiting(
    'OWNER_SILENT',
    `${silent} Another worker takes it up within seconds from its last generation (${claims}).`,
    barrenClaims + 1 >= mostBarrenClaims
      ? 'look into the log of its workers: the next failure sets it aside'
      : null,
  );
}

const stopped = (verdict: Verdict, explanation: string, remedy: string): Diagnosis => ({
  verdict,
  moving: false,
  explanation,
  remedy,
});

const waiting = (verdict: Verdict, explanation: string, remedy: string | null): Diagnosis => ({
  verdict,
  moving: true,
  explanation,
  remedy,
});

const because = (reason: string | null): string => (reason === null ? '' : `: ${reason}`);
const s = (count: number): string => (count === 1 ? '' : 's');
const megabytes = (bytes: number): number => Math.floor(bytes / 2 ** 20);

function seconds(value: number): string {
  if (value < 10) return `${value.toFixed(1)} s`;
  if (value < 120) return `${Math.round(value)} s`;
  return value < 7200 ? `${Math.round(value / 60)} min` : `${Math.round(value / 3600)} h`;
}
