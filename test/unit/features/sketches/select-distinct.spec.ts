import { describe, expect, it } from 'vitest';
import { boundsOf, type SketchedCorrelation } from '../../../../src/features/sketches/certainty.ts';
import { selectDistinct } from '../../../../src/features/sketches/select-distinct.ts';

const sure = (correlation: number): SketchedCorrelation => ({ correlation, standardError: 0.001 });
const unsure = (correlation: number): SketchedCorrelation => ({ correlation, standardError: 0.05 });

describe('an estimate', () => {
  it('bounds the exact figure by its standard error, whatever the sign, and not at all without one', () => {
    expect(boundsOf({ correlation: -0.5, standardError: 0.01 })).toEqual({ low: 0.455, high: 0.545 });
    expect(boundsOf({ correlation: 0.99, standardError: 0.01 }).high).toBe(1);
    expect(boundsOf({ correlation: 0.9, standardError: null })).toEqual({ low: 0, high: 1 });
    expect(boundsOf(null)).toEqual({ low: 0, high: 1 });
  });
});

describe('a selection', () => {
  const rule = { candidates: 4, maximumCorrelation: 0.7, count: 4 };
  const asked: unknown[] = [];
  const select = (
    estimates: Record<string, SketchedCorrelation | null>,
    exact: number,
    changes: Partial<typeof rule> = {},
    known: readonly (SketchedCorrelation | null)[] = [],
  ) => {
    asked.length = 0;
    return selectDistinct(
      { ...rule, ...changes },
      {
        known: () => known,
        estimate: (candidate, other) => estimates[`${other}${candidate}`] ?? sure(0),
        exact: async (candidate, open) => {
          asked.push([candidate, open]);
          return [...open.known, ...open.candidates].map(() => exact);
        },
      },
    );
  };

  it('takes what is unlike, in order, and leaves what is alike, by sketches alone where they are sure', async () => {
    const found = await select({ '01': sure(-0.9), '12': sure(0.9), '03': sure(0.2) }, Number.NaN);
    expect(found).toEqual({ taken: [0, 2, 3], scanned: 4, refined: 0 });
  });

  it('asks for exact figures of the pairs that are left open, and of them alone', async () => {
    const estimates = { '01': unsure(0.6), '02': sure(0.1), '12': unsure(-0.75) };
    expect(await select(estimates, 0.69)).toEqual({ taken: [0, 1, 2, 3], scanned: 4, refined: 2 });
    expect(asked).toEqual([
      [1, { known: [], candidates: [0] }],
      [2, { known: [], candidates: [1] }],
    ]);
    expect(await select(estimates, -0.71)).toEqual({ taken: [0, 2, 3], scanned: 4, refined: 1 });
  });

  it('compares with what was chosen before, and takes nothing that cannot be compared', async () => {
    const found = await select({}, Number.NaN, {}, [sure(0.1), null]);
    expect(found).toEqual({ taken: [], scanned: 4, refined: 4 });
    expect(asked[0]).toEqual([0, { known: [1], candidates: [] }]);
    expect((await select({}, 0, {}, [sure(0.99)])).taken).toEqual([]);
  });

  it('ends where enough are taken, and says how many it looked at', async () => {
    expect(await select({}, 0, { count: 2 })).toEqual({ taken: [0, 1], scanned: 2, refined: 0 });
  });
});
