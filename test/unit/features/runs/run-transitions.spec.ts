import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyVerb,
  type RunStanding,
  type RunVerb,
  type StoredRunState,
} from '../../../../src/features/runs/run-transitions.ts';

const STATES: StoredRunState[] = [
  'CREATED',
  'QUEUED',
  'RUNNING',
  'PAUSED',
  'COMPLETED',
  'CANCELLED',
  'FAILED',
];
const VERBS: RunVerb[] = ['start', 'pause', 'resume', 'cancel'];

const standingAfter = (
  state: StoredRunState,
  verb: RunVerb,
  directive: RunStanding['directive'] = 'continue',
) => {
  const outcome = applyVerb({ state, directive }, verb);
  return outcome.ok ? `${outcome.value.state}/${outcome.value.directive}` : outcome.error.code;
};

describe('applyVerb', () => {
  it.each([
    ['CREATED', 'start', 'QUEUED/continue'],
    ['QUEUED', 'pause', 'PAUSED/continue'],
    ['RUNNING', 'pause', 'RUNNING/pause'],
    ['PAUSED', 'resume', 'QUEUED/continue'],
    ['PAUSED', 'start', 'RUN_NOT_STARTABLE'],
    ['COMPLETED', 'resume', 'QUEUED/continue'],
    ['CANCELLED', 'resume', 'RUN_NOT_RESUMABLE'],
    ['FAILED', 'resume', 'RUN_NOT_RESUMABLE'],
    ['RUNNING', 'cancel', 'RUNNING/cancel'],
    ['CREATED', 'cancel', 'CANCELLED/continue'],
    ['COMPLETED', 'cancel', 'CONFLICT'],
  ] as const)('%s + %s = %s', (state, verb, expected) => {
    expect(standingAfter(state, verb)).toBe(expected);
  });

  it('takes back a pause that has not happened yet, but never a cancel', () => {
    expect(standingAfter('RUNNING', 'resume', 'pause')).toBe('RUNNING/continue');
    expect(standingAfter('RUNNING', 'resume', 'cancel')).toBe('RUN_NOT_RESUMABLE');
    expect(standingAfter('RUNNING', 'pause', 'cancel')).toBe('CONFLICT');
  });

  it('is idempotent: a verb that was obeyed is obeyed again without a change', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STATES), fc.constantFrom(...VERBS), (state, verb) => {
        const once = applyVerb({ state, directive: 'continue' }, verb);
        // A completed run that was resumed is queued; pausing what completed stays refused.
        if (!once.ok) return;
        expect(applyVerb(once.value, verb)).toEqual(once);
      }),
    );
  });

  it('says what would have been allowed', () => {
    const outcome = applyVerb({ state: 'FAILED', directive: 'continue' }, 'start');
    expect(!outcome.ok && outcome.error.details.expected).toBe('one of CREATED, QUEUED, RUNNING');
  });
});
