import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPCODES, OPERATOR_OPCODES } from '../../../../../src/compute/kernels/wasm/opcodes.ts';
import { OPERATORS } from '../../../../../src/core/operator/operators.ts';

const KERNELS = new URL('../../../../../kernels/opcodes.ts', import.meta.url);

describe('the opcodes of blocks', () => {
  it('are the same on both sides', () => {
    const declared = [...readFileSync(KERNELS, 'utf8').matchAll(/export const (\w+): i32 = (\d+);/g)];
    expect(Object.fromEntries(declared.map(([, name, number]) => [name, Number(number)]))).toEqual(OPCODES);
  });

  it('serve every operator but those that need all stocks of a day or minute bars', () => {
    const elsewhere = ['cs_norm', 'cs_rank', 'interval'];
    expect([...OPERATOR_OPCODES.keys(), ...elsewhere].sort()).toEqual([...OPERATORS.keys()].sort());
  });
});
