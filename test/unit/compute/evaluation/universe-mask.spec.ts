import { describe, expect, it } from 'vitest';
import { universeMask } from '../../../../src/compute/evaluation/universe-mask.ts';
import { PLAIN_DEFINITION } from '../../../support/plain-definition.ts';
import { tinyPanel } from '../../../support/tiny-panel.ts';

const NONE = Number.NaN;
const everything = PLAIN_DEFINITION.universe;

describe('universeMask', () => {
  const CLOSE = [
    [1, 2, NONE],
    [1, 2, NONE],
    [1, NONE, 3],
    [1, 2, 3],
  ];

  it('holds the stocks that traded that day', () => {
    const mask = universeMask(tinyPanel({ matrices: { CLOSE } }), everything);
    expect([...mask]).toEqual([1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1]);
  });

  it.each([
    ['excludeSt', { ...everything, excludeSt: true }],
    ['excludeFirstDays', { ...everything, excludeFirstDays: 60 }],
    ['minimumPrice', { ...everything, minimumPrice: 2 }],
    ['minimumAmount', { ...everything, minimumAmount: 2 }],
  ])('%s is refused where its column is missing', (setting, spec) => {
    expect(() => universeMask(tinyPanel({ matrices: { CLOSE } }), spec)).toThrow(
      expect.objectContaining({
        code: 'UNIVERSE_UNAVAILABLE',
        details: expect.objectContaining({ where: `universe.${setting}` }),
      }),
    );
  });

  it('goes by the flags, prices and amounts of the day itself', () => {
    const attributes = {
      isSt: Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      rawClose: Float64Array.of(5, 5, NONE, 4, 5, NONE, 5, NONE, 5, 5, 5, 5),
      amount: Float64Array.of(9, 9, NONE, 9, 9, NONE, 9, NONE, 8, 9, 9, NONE),
    };
    const panel = tinyPanel({ matrices: { CLOSE }, attributes });
    const mask = universeMask(panel, { ...everything, excludeSt: true, minimumPrice: 5, minimumAmount: 9 });
    expect([...mask]).toEqual([1, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0]);
  });

  it("counts each stock's own trading days from its listing on", () => {
    const days = ['2024-01-08', '2024-01-09', '2024-01-10', '2024-01-11'];
    // The first was listed two weekdays before the dataset begins, the second long ago, the third inside it.
    const listedOn = ['2024-01-04', '2010-01-04', '2024-01-10'];
    const panel = tinyPanel({ days, matrices: { CLOSE }, attributes: { listedOn } });
    const mask = universeMask(panel, { ...everything, excludeFirstDays: 3 });
    expect([...mask]).toEqual([0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0]);
  });

  it('a stock of unknown listing counts from its first row, unless it is there from the start', () => {
    const panel = tinyPanel({ matrices: { CLOSE }, attributes: { listedOn: [null, null, null] } });
    const mask = universeMask(panel, { ...everything, excludeFirstDays: 1 });
    expect([...mask]).toEqual([1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 1]);
  });
});
