import { Refusal, type RefusalCode } from '../../core/outcome/refusal.ts';
import { failure, type Result, success } from '../../core/outcome/result.ts';
import type { RunDirective } from '../../mining/ports.ts';

/** What the row says. STALLED is not among them: it is RUNNING seen beside the clock. */
export type StoredRunState =
  | 'CREATED'
  | 'QUEUED'
  | 'RUNNING'
  | 'PAUSED'
  | 'COMPLETED'
  | 'CANCELLED'
  | 'FAILED';
export type RunVerb = 'start' | 'pause' | 'resume' | 'cancel';

export interface RunStanding {
  readonly state: StoredRunState;
  readonly directive: RunDirective;
}

/** The standing after a verb; equal to the one before where the wish is already met: every verb is idempotent. */
type Outcome = RunStanding | RefusalCode;

const queued: RunStanding = { state: 'QUEUED', directive: 'continue' };
const paused: RunStanding = { state: 'PAUSED', directive: 'continue' };
const cancelled: RunStanding = { state: 'CANCELLED', directive: 'continue' };
/** A running run belongs to its owner: users only leave a wish, which is met at the generation boundary. */
const wish = (directive: RunDirective): RunStanding => ({ state: 'RUNNING', directive });

const TRANSITIONS: Readonly<Record<RunVerb, Readonly<Record<StoredRunState, Outcome>>>> = {
  start: {
    CREATED: queued,
    QUEUED: queued,
    RUNNING: wish('continue'),
    PAUSED: 'RUN_NOT_STARTABLE',
    COMPLETED: 'RUN_NOT_STARTABLE',
    CANCELLED: 'RUN_NOT_STARTABLE',
    FAILED: 'RUN_NOT_STARTABLE',
  },
  pause: {
    CREATED: 'CONFLICT',
    QUEUED: paused,
    RUNNING: wish('pause'),
    PAUSED: paused,
    COMPLETED: 'CONFLICT',
    CANCELLED: 'CONFLICT',
    FAILED: 'CONFLICT',
  },
  resume: {
    CREATED: 'RUN_NOT_RESUMABLE',
    QUEUED: queued,
    RUNNING: wish('continue'),
    PAUSED: queued,
    // With its limits extended it goes on; without, it completes again at once.
    COMPLETED: queued,
    CANCELLED: 'RUN_NOT_RESUMABLE',
    FAILED: 'RUN_NOT_RESUMABLE',
  },
  cancel: {
    CREATED: cancelled,
    QUEUED: cancelled,
    RUNNING: wish('cancel'),
    PAUSED: cancelled,
    COMPLETED: 'CONFLICT',
    CANCELLED: cancelled,
    FAILED: 'CONFLICT',
  },
};

const REMEDIES: Readonly<Record<RunVerb, string>> = {
  start: 'resume a paused run; create another run for what is over',
  pause: 'only a queued or running run can be paused',
  resume: 'start a run that never ran; create another run for what was cancelled or failed',
  cancel: 'what is over keeps its results and needs no cancelling',
};

/**
 * What a verb makes of a run. A wish to cancel is final: only its owner's answer follows it.
 * @returns the new standing, or a refusal that names state, verb and way out
 */
export function applyVerb(standing: RunStanding, verb: RunVerb): Result<RunStanding, Refusal> {
  const next = TRANSITIONS[verb][standing.state];
  if (typeof next === 'string') return failure(refuse(next, standing.state, verb));
  if (standing.directive === 'cancel' && standing.state === 'RUNNING' && verb !== 'cancel') {
    return failure(refuse(verb === 'resume' ? 'RUN_NOT_RESUMABLE' : 'CONFLICT', 'being cancelled', verb));
  }
  return success(next);
}

function refuse(code: RefusalCode, state: string, verb: RunVerb): Refusal {
  const allowed = Object.entries(TRANSITIONS[verb])
    .filter(([, outcome]) => typeof outcome !== 'string')
    .map(([name]) => name);
  return new Refusal(code, `${verb}: the run is ${state}`, {
    expected: `one of ${allowed.join(', ')}`,
    actual: state,
    where: 'run',
    remedy: REMEDIES[verb],
  });
}
