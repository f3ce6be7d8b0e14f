import { expect, it } from 'vitest';
import { differentSettings } from '../../../../src/features/runs/comparison/different-settings.ts';
import { mergeSettings } from '../../../../src/features/runs/merge-settings.ts';

it('names what differs by its path, lists as a whole, and what only some have', () => {
  const first = { evolution: { populationSize: 20, cascade: null }, windows: [2, 5], seed: 'a' };
  const second = {
    evolution: { populationSize: 50, cascade: { fromStocks: 5 } },
    windows: [2, 5],
    seed: 'a',
  };
  expect(differentSettings([first, second])).toEqual([
    { path: 'evolution.cascade', values: ['null', null] },
    { path: 'evolution.cascade.fromStocks', values: [null, '5'] },
    { path: 'evolution.populationSize', values: ['20', '50'] },
  ]);
  expect(differentSettings([first, structuredClone(first)])).toEqual([]);
});

it('replaces settings at any depth and leaves out what is undefined', () => {
  const now = { a: { b: 1, c: [1, 2] }, d: 'x' };
  expect(mergeSettings(now, { a: { c: [3], b: undefined }, e: null })).toEqual({
    a: { b: 1, c: [3] },
    d: 'x',
    e: null,
  });
  expect(mergeSettings(now, undefined)).toBe(now);
});
