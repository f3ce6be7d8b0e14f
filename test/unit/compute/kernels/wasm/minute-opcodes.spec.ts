import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  INTERVAL_OPCODES,
  MINUTE_OPCODES,
  SESSION_OPCODES,
} from '../../../../../src/compute/kernels/wasm/minute-opcodes.ts';
import { INTERVAL_REDUCERS } from '../../../../../src/core/operator/operator.ts';
import { OPERATORS } from '../../../../../src/core/operator/operators.ts';

const KERNELS = new URL('../../../../../kernels/minute-opcodes.ts', import.meta.url);

describe('the opcodes of minute reductions', () => {
  it('are the same on both sides', () => {
    const declared = [...readFileSync(KERNELS, 'utf8').matchAll(/export const (\w+): i32 = (\d+);/g)];
    const theirs = Object.fromEntries(declared.map(([, name, number]) => [name, Number(number)]));
    expect(theirs).toEqual(MINUTE_OPCODES);
  });

  it('serve every operator that reduces minute bars, and every reducer of intervals', () => {
    const reducing = [...OPERATORS.values()].filter(
      ({ reducesMinutes, family }) => reducesMinutes && family !== 'interval',
    );
    expect(reducing.map(({ name }) => name).sort()).toEqual([...SESSION_OPCODES.keys()].sort());
    expect(Object.keys(INTERVAL_OPCODES).sort()).toEqual([...INTERVAL_REDUCERS].sort());
  });
});
