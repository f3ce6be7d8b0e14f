import { afterAll, describe, expect, it } from 'vitest';
import { EvaluationPool } from '../../../../src/compute/engine/evaluation-pool.ts';
import { compareSketches } from '../../../../src/compute/sketch/compare-sketches.ts';
import { SketchShelf } from '../../../../src/compute/sketch/sketch-shelf.ts';
import { SKETCH_SIZE } from '../../../../src/compute/sketch/sketch-size.ts';
import { FORMULAS, frameOf, madePanel, programOf } from './made-panel.ts';

const panel = madePanel(160, 50);
const frame = frameOf(panel);
const programs = FORMULAS.map((formula) => programOf(panel, formula));
const one = new EvaluationPool({ threads: 1 });
const two = new EvaluationPool({ threads: 2 });
afterAll(() => Promise.all([one.close(), two.close()]));
const inOne = one.addPanel(panel);
const inTwo = two.addPanel(panel);

describe('sketches from the pool', () => {
  it('have the same bytes in one thread and in two, on days of the period', async () => {
    const sketches = await one.sketches.sketch(inOne, frame, programs);
    expect(await two.sketches.sketch(inTwo, frame, [...programs].reverse())).toEqual([...sketches].reverse());
    const rows = await two.sketches.rows(inTwo, frame);
    const { labelledDays } = await two.period(inTwo, frame);
    expect(rows).toHaveLength(SKETCH_SIZE.days);
    expect(rows.every((row) => labelledDays.includes(row))).toBe(true);
  });

  it('are compared as plain code compares them, and stand near the exact similarity', async () => {
    const sketches = await two.sketches.sketch(inTwo, frame, programs);
    const shelf = new SketchShelf(SKETCH_SIZE, two.threads);
    for (const sketch of sketches) shelf.add(sketch);
    const found = await two.sketches.compare(inTwo, frame, { sketches, shelf });
    expect(await one.sketches.compare(inOne, frame, { sketches, shelf })).toEqual(found);
    const minimumCells = new Int32Array(SKETCH_SIZE.days).fill(frame.definition.minimumStocks);
    sketches.forEach((left, i) => {
      sketches.forEach((right, j) => {
        const expected = compareSketches(left, right, { size: SKETCH_SIZE, minimumCells });
        expect(found[i]![2 * j]).toBe(expected.correlation);
        expect(found[i]![2 * j + 1]).toBe(expected.standardError);
      });
    });
    const { labelledDays: days } = await two.period(inTwo, frame);
    const exact = await two.similarity(inTwo, { frame, programs, days, kind: 'rank', engine: 'exact' });
    let compared = 0;
    found.forEach((row, i) => {
      for (let j = 0; j < i; j++) {
        const [correlation, standardError] = row.subarray(2 * j, 2 * j + 2) as unknown as [number, number];
        if (Number.isNaN(standardError)) continue;
        compared++;
        expect(Math.abs(correlation - exact[i * programs.length + j]!)).toBeLessThan(
          4 * standardError + 0.02,
        );
      }
    });
    expect(compared).toBeGreaterThan(10);
  });

  it('say on which period no factor can be sketched', async () => {
    const wrong = { ...frame, period: { from: '1990-01-01', to: '1990-02-01' } };
    await expect(one.sketches.sketch(inOne, wrong, programs)).rejects.toMatchObject({
      code: 'PERIOD_INVALID',
    });
  });
});
