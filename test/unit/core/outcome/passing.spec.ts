import { describe, expect, it } from 'vitest';
import { isPassing } from '../../../../src/core/outcome/passing.ts';
import { Refusal } from '../../../../src/core/outcome/refusal.ts';

describe('a failure', () => {
  it.each(['UNAVAILABLE', 'DISK_FULL', 'TOO_MANY_REQUESTS'] as const)('%s passes', (code) => {
    expect(isPassing(new Refusal(code, 'not now'))).toBe(true);
  });

  it('that is a fault passes too, and what was earned stays', () => {
    expect(isPassing(new Error('connection lost'))).toBe(true);
    expect(isPassing(new Refusal('NOT_FOUND', 'gone'))).toBe(false);
  });
});
