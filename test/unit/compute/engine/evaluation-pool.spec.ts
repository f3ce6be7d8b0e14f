import { afterAll, describe, expect, it } from 'vitest';
import { EvaluationPool, type PanelHandle } from '../../../../src/compute/engine/evaluation-pool.ts';
import { PanelCache } from '../../../../src/compute/engine/panel-cache.ts';
import { searchBudget } from '../../../../src/compute/engine/search/search-budget.ts';
import { needsOf } from '../../../../src/compute/engine/search/task-needs.ts';
import { minuteMemory } from '../../../../src/compute/panel/minute/minute-source.ts';
import type { Experiment } from '../../../../src/core/experiment/experiment.ts';
import type { Program } from '../../../../src/core/program/program.ts';
import { createEvaluator } from '../../../../src/mining/create-evaluator.ts';
import { figuresOf } from '../../../support/minute-figures.ts';
import { MadeDesk } from './made-desk.ts';
import { FORMULAS, frameOf, madePanel, programOf } from './made-panel.ts';

const panel = madePanel(120, 50);
const frame = frameOf(panel);
const programs = FORMULAS.map((formula) => programOf(panel, formula));
const one = new EvaluationPool({ threads: 1 });
const two = new EvaluationPool({ threads: 2 });
afterAll(() => Promise.all([one.close(), two.close()]));
const inOne = one.addPanel(panel);
const inTwo = two.addPanel(panel);
const days = [33, 47, 51, 60, 77, 78, 90];

describe('the evaluation pool', () => {
  it('scores and names with the same bits in 1, 2 and 4 threads, again, and in any order of laying fields out', async () => {
    const four = new EvaluationPool({ threads: 4 });
    const inFour = four.addPanel(panel);
    const many = [...programs, ...programs, ...programs];
    const backwards = [...many].reverse();
    const ask = async (pool: EvaluationPool, handle: PanelHandle, asked: readonly Program[]) => ({
      judged: await pool.judge(handle, frame, asked),
      scored: await pool.score(handle, { frame, programs: asked, share: 0.5 }),
      named: await pool.fingerprints(handle, { frame, programs: asked }),
      alike: await pool.similarity(handle, { frame, programs, days, kind: 'rank', engine: 'search' }),
    });
    const expected = await ask(one, inOne, many);
    expect(new Set(expected.scored).size).toBeGreaterThan(programs.length / 2);
    expect(await ask(one, inOne, many)).toEqual(expected);
    expect(await ask(two, two.addPanel(panel), many)).toEqual(expected);
    const turned = await ask(four, inFour, backwards);
    await four.close();
    expect(turned.judged).toEqual([...expected.judged].reverse());
    expect(turned.scored).toEqual([...expected.scored].reverse());
    expect(turned.named).toEqual([...expected.named].reverse());
    expect(turned.alike).toEqual(expected.alike);
  });

  it('has the same answers in little memory: threads wait for each other, and fields are laid out again', async () => {
    const four = new EvaluationPool({ threads: 4 });
    const many = [...programs, ...programs, ...programs];
    const plenty = four.addPanel(panel);
    const expected = await four.judge(plenty, frame, many);
    const { regions } = four.searchUse(plenty);
    // Room for the one that needs most, and so for one thread at a time.
    const needs = programs.map((program) => needsOf({ kind: 'judge', frame, program }, panel, 0));
    const most = Math.max(...needs.map((regions) => regions.reduce((sum, { bytes }) => sum + bytes, 0)));
    const little = four.addPanel(panel, most + 3 * 65_536);
    expect(await four.judge(little, frame, many)).toEqual(expected);
    expect(four.searchUse(little).regions.length).toBeLessThan(regions.length);
    const none = four.addPanel(panel, 1);
    await expect(four.judge(none, frame, programs)).rejects.toMatchObject({ code: 'DATASET_TOO_LARGE' });
    await four.close();
  });

  it('has similarities of the search near the exact ones', async () => {
    for (const kind of ['rank', 'pearson'] as const) {
      const exact = await one.similarity(inOne, { frame, programs, days, kind, engine: 'exact' });
      const search = await one.similarity(inOne, { frame, programs, days, kind, engine: 'search' });
      exact.forEach((value, at) => {
        if (Number.isNaN(value)) expect(search[at]).toBeNaN();
        else expect(search[at]).toBeCloseTo(value, 2);
      });
    }
  });

  it('judges with the same bits in one thread, in two, and without any', async () => {
    const desk = new MadeDesk(panel);
    const expected = programs.map((program) => desk.answer({ kind: 'judge', frame, program }));
    expect(await one.judge(inOne, frame, programs)).toEqual(expected);
    expect(await two.judge(inTwo, frame, [...programs].reverse())).toEqual([...expected].reverse());
  });

  it('gives one similarity, symmetric, with 1 on the diagonal, whatever the number of threads', async () => {
    const question = { frame, programs, days, kind: 'rank', engine: 'exact' } as const;
    const matrix = await one.similarity(inOne, question);
    expect(await two.similarity(inTwo, question)).toEqual(matrix);
    const n = programs.length;
    for (let i = 0; i < n; i++) {
      expect(matrix[i * n + i]).toBe(1);
      for (let j = 0; j < n; j++) expect(matrix[i * n + j]).toEqual(matrix[j * n + i]);
    }
    const others = [...programs, ...programs].slice(1);
    const row = await two.correlate(inTwo, { frame, program: programs[0]!, others, days, kind: 'rank' });
    expect([...row.subarray(0, n - 1)]).toEqual([...matrix.subarray(1, n)]);
    expect(row[n - 1]).toBeCloseTo(1, 12);
    expect(row.length).toBe(2 * n - 1);
  });

  it('answers statistics, values, period and slice', async () => {
    const [program] = programs;
    const statistics = await two.statistics(inTwo, { frame, program: program!, decayHorizons: [1, 2] });
    const [judgement] = await two.judge(inTwo, frame, [program!]);
    expect(statistics.rankIc.mean).toBeCloseTo(judgement!.rankIc!, 5);
    expect(statistics.decay.map((point) => point.horizonDays)).toEqual([1, 2]);
    const { rows, labelledDays } = await two.period(inTwo, frame);
    const values = await two.values(inTwo, { frame, program: program! });
    expect(values.length).toBe((rows.to - rows.from) * 50);
    expect(labelledDays.every((day) => day >= 30 && day < rows.to - 2)).toBe(true);
    expect(await two.sliceHash(inTwo, frame.period.to)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('passes on what a question earned', async () => {
    const wrong = { ...frame, period: { from: '1990-01-01', to: '1990-02-01' } };
    await expect(one.judge(inOne, wrong, programs)).rejects.toMatchObject({ code: 'PERIOD_INVALID' });
  });

  it('serves a run behind the port of the mining loop, and outlives it', async () => {
    const experiment = {
      evaluation: frame.definition,
      periods: { train: frame.period, validation: null, test: null },
      fitness: 'rank',
    } as unknown as Experiment;
    const evaluator = await createEvaluator(two, inTwo, experiment);
    expect(await evaluator.judge(programs)).toEqual(await one.judge(inOne, frame, programs));
    const similarity = await evaluator.similarity(
      programs.slice(0, 3),
      evaluator.labelledDays.slice(0, 4),
      'rank',
    );
    expect(similarity.length).toBe(9);
    const late = evaluator.judge(programs);
    await evaluator.close();
    await expect(late).rejects.toThrow('closed');
    expect((await two.judge(inTwo, frame, programs)).length).toBe(programs.length);
  });
});

describe('the hash of a slice', () => {
  it('does not change with days that come later, and changes with everything before', async () => {
    const grown = madePanel(120, 50);
    const slice = await one.sliceHash(inOne, panel.days[100]!);
    for (const values of grown.matrices.values()) values.fill(Number.NaN, 101 * 50);
    for (const name of ['high', 'volume']) figuresOf(grown.minutes, name).fill(Number.NaN, 101 * 4 * 50);
    const handle = one.addPanel(grown);
    expect(await one.sliceHash(handle, panel.days[100]!)).toBe(slice);
    grown.matrices.get('HIGH')![100 * 50 + 7] = 1234;
    expect(await one.sliceHash(handle, panel.days[100]!)).not.toBe(slice);
    one.removePanel(handle);
  });
});

describe('the panel cache', () => {
  const arrays =
    minuteMemory(panel.minutes) + [...panel.matrices.values()].reduce((sum, v) => sum + v.byteLength, 0);
  const search = searchBudget(panel, one.threads);
  const bytes = arrays + search.ample;

  const cacheOf = (limitBytes: number) => {
    const loads: string[] = [];
    const load = async (hash: string) => {
      loads.push(hash);
      if (hash === 'broken') throw new Error('unreadable');
      return { ...panel, datasetHash: hash };
    };
    return { cache: new PanelCache({ pool: one, limitBytes, load }), loads };
  };

  it('loads a panel once for all who ask, and keeps it while there is room', async () => {
    const { cache, loads } = cacheOf(2 * bytes);
    const [a, b] = await Promise.all([cache.lease('a'), cache.lease('a')]);
    expect(a.handle).toBe(b.handle);
    a.release();
    a.release();
    b.release();
    (await cache.lease('b')).release();
    (await cache.lease('a')).release();
    expect(loads).toEqual(['a', 'b']);
    (await cache.lease('c')).release();
    (await cache.lease('a')).release();
    expect(loads).toEqual(['a', 'b', 'c']);
    (await cache.lease('b')).release();
    expect(loads).toEqual(['a', 'b', 'c', 'b']);
    expect(cache.bytes).toBe(2 * bytes);
  });

  it('never drops a panel in use, and says what is needed', async () => {
    const { cache } = cacheOf(bytes);
    const inUse = await cache.lease('a');
    await expect(cache.lease('b')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect((await one.judge(inUse.handle, frame, programs.slice(0, 1))).length).toBe(1);
    inUse.release();
    (await cache.lease('b')).release();
    const tooSmall = cacheOf(arrays + search.least - 1).cache;
    await expect(tooSmall.lease('a')).rejects.toMatchObject({
      code: 'DATASET_TOO_LARGE',
      message: expect.stringMatching(/needs \d+ MB of memory, \d+ MB of it for the search/),
    });
  });

  it('gives the search what is left of the limit, and still has the same answers', async () => {
    const { cache } = cacheOf(arrays + search.least);
    const lease = await cache.lease('a');
    expect(cache.bytes).toBe(arrays + search.least);
    expect(await one.judge(lease.handle, frame, programs)).toEqual(await one.judge(inOne, frame, programs));
    const { limitBytes, memoryBytes, usedBytes } = one.searchUse(lease.handle);
    expect(limitBytes).toBeLessThanOrEqual(search.least);
    expect(memoryBytes).toBeLessThanOrEqual(limitBytes);
    expect(usedBytes).toBeLessThan(memoryBytes);
  });

  it('tries again after a failure to load', async () => {
    const { cache, loads } = cacheOf(bytes);
    await expect(cache.lease('broken')).rejects.toThrow('unreadable');
    await expect(cache.lease('broken')).rejects.toThrow('unreadable');
    expect(loads).toEqual(['broken', 'broken']);
  });
});
