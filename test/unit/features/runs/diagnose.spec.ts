import { describe, expect, it } from 'vitest';
import { type DiagnosisFacts, diagnose } from '../../../../src/features/runs/diagnosis/diagnose.ts';

const running: DiagnosisFacts = {
  state: 'RUNNING',
  directive: 'continue',
  reason: null,
  owner: 'host 1 x',
  leaseSeconds: 8,
  barrenClaims: 0,
  mostBarrenClaims: 3,
  generation: 12,
  silentSeconds: 3,
  usualSeconds: 4,
  ahead: 0,
  waitsForEarlier: false,
  workersAlive: 1,
  slots: 1,
  busySlots: 1,
  freeDiskBytes: 10 * 2 ** 30,
};
const queued: DiagnosisFacts = { ...running, state: 'QUEUED', owner: null, leaseSeconds: null };

describe('why a run is not moving', () => {
  it.each([
    [{}, 'MOVING', true],
    [{ silentSeconds: 31 }, 'SLOWER_THAN_USUAL', true],
    [{ silentSeconds: 31, usualSeconds: 20 }, 'MOVING', true],
    [{ leaseSeconds: -20 }, 'OWNER_SILENT', true],
    [{ leaseSeconds: -20, workersAlive: 0 }, 'OWNER_SILENT', false],
    [{ leaseSeconds: null }, 'OWNER_SILENT', true],
    [{ directive: 'pause' }, 'PAUSING', true],
    [{ directive: 'cancel' }, 'CANCELLING', true],
    [{ state: 'CREATED' }, 'NOT_STARTED', false],
    [{ state: 'PAUSED' }, 'PAUSED', false],
    [{ state: 'COMPLETED' }, 'OVER', false],
    [{ state: 'CANCELLED' }, 'OVER', false],
    [{ state: 'FAILED', reason: 'quarantined' }, 'OVER', false],
  ] as const)('running, but %j: %s', (changes, verdict, moving) => {
    expect(diagnose({ ...running, ...changes })).toMatchObject({ verdict, moving });
  });

  it.each([
    [{ workersAlive: 0, slots: 0, busySlots: 0 }, 'NO_WORKER', false],
    [{ ahead: 4 }, 'WAITS_FOR_WORKER', true],
    [{ busySlots: 0 }, 'ABOUT_TO_START', true],
    [{ waitsForEarlier: true }, 'WAITS_FOR_EARLIER_RUN', true],
  ] as const)('queued, and %j: %s', (changes, verdict, moving) => {
    expect(diagnose({ ...queued, ...changes })).toMatchObject({ verdict, moving });
  });

  it('says how long, how many and what to do', () => {
    expect(diagnose({ ...queued, ahead: 4 }).explanation).toContain('4 waiting runs came before it');
    expect(diagnose({ ...running, leaseSeconds: -90, barrenClaims: 2 })).toMatchObject({
      explanation: expect.stringContaining('silent for 90 s'),
      remedy: expect.stringContaining('log'),
    });
    expect(diagnose({ ...running, state: 'FAILED', reason: 'quarantined' }).explanation).toContain(
      'quarantined',
    );
  });

  it('tells of a full disk beside everything else', () => {
    const { explanation, remedy } = diagnose({ ...running, freeDiskBytes: 5 * 2 ** 20 });
    expect(explanation).toContain('5 MB free');
    expect(remedy).toContain('make room');
  });
});
