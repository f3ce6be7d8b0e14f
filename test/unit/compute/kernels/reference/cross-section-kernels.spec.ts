import { describe, expect, it } from 'vitest';
import { BACKENDS, kernelFor } from '../../../../../src/compute/kernels/registry.ts';
import { OPERATORS } from '../../../../../src/core/operator/operators.ts';
import { acrossStocks } from './apply-kernel.ts';

const NONE = Number.NaN;

describe('operators across the stocks of a day', () => {
  it('cs_norm is a z-score with ddof 1 over the present values', () => {
    expect(acrossStocks('cs_norm', [1, NONE, 2, 3])).toEqual([-1, NONE, 0, 1]);
  });

  it('cs_norm runs over the universe alone and is missing outside it', () => {
    expect(acrossStocks('cs_norm', [1, 1000, 2, 3], [1, 0, 1, 1])).toEqual([-1, NONE, 0, 1]);
  });

  it('cs_norm of a constant day, and of a lone stock, is missing', () => {
    expect(acrossStocks('cs_norm', [0.1, 0.1, 0.1])).toEqual([NONE, NONE, NONE]);
    expect(acrossStocks('cs_norm', [5, NONE])).toEqual([NONE, NONE]);
  });

  it('cs_rank is the average rank over the number of values, in (0, 1]', () => {
    expect(acrossStocks('cs_rank', [10, 30, NONE, 30, 20])).toEqual([0.25, 0.875, NONE, 0.875, 0.5]);
    expect(acrossStocks('cs_rank', [10, 30, 20], [1, 0, 1])).toEqual([0.5, NONE, 1]);
  });

  it.each(BACKENDS)('backend %s serves every operator of the language', (backend) => {
    for (const name of OPERATORS.keys()) expect(kernelFor(name, backend), name).toBeTypeOf('function');
  });
});
