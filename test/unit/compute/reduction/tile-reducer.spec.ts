import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MinuteSource } from '../../../../src/compute/panel/minute/minute-source.ts';
import { MinuteTileWriter } from '../../../../src/compute/panel/minute/tile-writer.ts';
import type { Panel } from '../../../../src/compute/panel/panel.ts';
import { keyOfLeaf, type MinuteLeaf } from '../../../../src/compute/plan/leaf.ts';
import { reduceByReference } from '../../../../src/compute/reduction/reduce-by-reference.ts';
import { reduceByTiles } from '../../../../src/compute/reduction/reduce-by-tiles.ts';
import { TileReducer } from '../../../../src/compute/reduction/tile-reducer.ts';
import { INTERVAL_REDUCERS } from '../../../../src/core/operator/operator.ts';
import { minutesFrom } from '../../../support/minute-figures.ts';
import { tinyPanel } from '../../../support/tiny-panel.ts';
import { streamOf } from '../engine/made-panel.ts';
import { type Case, cases, contextOf, minuteFigures } from '../kernels/kernel-cases.ts';

/** Largest deviation from the reference, relative to the greater of 1 and the value. */
const TOLERANCES: Readonly<Record<string, number>> = {
  ts_sum: 1e-12,
  ts_mean: 1e-12,
  ts_max: 0,
  ts_min: 0,
  idx_max: 0,
  idx_min: 0,
  ts_std: 1e-10,
  ts_skew: 1e-9,
  ts_kurt: 1e-8,
  ts_corr: 1e-9,
  sum: 1e-12,
  mean: 1e-12,
  max: 0,
  min: 0,
  std: 1e-10,
  first: 0,
  last: 0,
};

const SESSION_OPERATORS = Object.keys(TOLERANCES).filter(
  (name) => /^(ts|idx)_/.test(name) && name !== 'ts_corr',
);
const BARS = 24;
const STOCKS = 37;
const DAYS = 9;
const FIELDS = ['close', 'volume', 'third'];
const session = { opens: 570, barStamps: Array.from({ length: BARS }, (_, bar) => 580 + 10 * bar) };
const symbols = Array.from({ length: STOCKS }, (_, s) => `S${s}`);

type Kind = (next: () => number, cell: number) => number;

/** A day of bars: whole, with holes, constant, tied, an outlier first, absent. */
function dayOf(seed: number, figure: Kind): Float64Array {
  const next = streamOf(seed);
  const gappy = seed % 3 === 0;
  return Float64Array.from({ length: BARS * STOCKS }, (_, cell) => {
    const stock = cell % STOCKS;
    const bar = Math.floor(cell / STOCKS);
    const value = figure(next, cell);
    const hole = next() < 0.25;
    if (stock === 1) return Number.NaN;
    if (stock === 2) return 7.31;
    if (stock === 3) return bar === 0 ? 900.11 : 7.31;
    if (stock === 4) return bar === BARS - 1 ? 7.31 : Number.NaN;
    if (stock === 5) return bar % 2 === 0 ? 7.31 : Number.NaN;
    if (stock === 6) return bar < BARS / 2 - 1 ? value : Number.NaN;
    if (stock === 7) return bar < 2 ? value : 8.5;
    return (gappy || stock % 7 === 0) && hole ? Number.NaN : value;
  });
}

const KINDS: Readonly<Record<string, Kind>> = {
  close: (next) => Math.round(1000 + 40 * next()) / 100,
  volume: (next) => Math.floor(1e7 * next() * next() * next()),
  third: (next) => 3 + next() / 3,
};

const leaves: MinuteLeaf[] = [
  ...FIELDS.flatMap((field) =>
    SESSION_OPERATORS.map((operator) => ({ operator, fields: [field], interval: null })),
  ),
  ...FIELDS.flatMap((field) =>
    INTERVAL_REDUCERS.flatMap((reducer) =>
      [
        { reducer, from: 570, to: 600 },
        { reducer, from: 700, to: 810 },
        { reducer, from: 575, to: 580 },
      ].map((interval) => ({ operator: 'interval', fields: [field], interval })),
    ),
  ),
  ...[
    ['close', 'volume'],
    ['volume', 'third'],
    ['close', 'close'],
  ].map((fields) => ({ operator: 'ts_corr', fields, interval: null })),
];

let root: string;
let tiles: MinuteSource;
let panel: Panel;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'reducer-'));
  const writer = new MinuteTileWriter(join(root, 'tiles'), { fields: FIELDS, bars: BARS, symbols });
  const factors = Float64Array.from(symbols, (_, s) => 0.3 + s / 7);
  for (let day = 0; day < DAYS; day++) {
    const given = FIELDS.map((name, at) => {
      const figures = dayOf(day * 10 + at, KINDS[name]!);
      return [name, { figures, factors: name === 'close' ? factors : null }] as const;
    });
    // One day without volume.
    writer.addDay(new Map(given.filter(([name]) => day !== 5 || name !== 'volume')));
  }
  tiles = writer.finish();
  const close = Array.from({ length: DAYS }, () => symbols.map(() => 1));
  panel = { ...tinyPanel({ matrices: { CLOSE: close }, session }), minutes: tiles };
});
afterAll(() => rm(root, { recursive: true, force: true }));

function reduceAll(source: MinuteSource, ranges: readonly (readonly [number, number])[]): Float64Array[] {
  const targets = leaves.map((leaf) => ({ leaf, values: new Float64Array(DAYS * STOCKS).fill(-1) }));
  for (const [from, to] of ranges) {
    const reducer = new TileReducer(source, session, targets);
    reducer.reduceDays(from, to);
    reducer.close();
  }
  return targets.map(({ values }) => values);
}

describe('the tile reducer', () => {
  it('agrees with the reference kernels, and misses what they miss', () => {
    const found = reduceAll(tiles, [[0, DAYS]]);
    leaves.forEach((leaf, k) => {
      const expected = reduceByReference(panel, leaf);
      const tolerance = TOLERANCES[leaf.interval?.reducer ?? leaf.operator]!;
      expected.forEach((value, cell) => {
        const actual = found[k]![cell]!;
        const where = `${keyOfLeaf(leaf)} day ${Math.floor(cell / STOCKS)} stock ${cell % STOCKS}: ${actual}, not ${value}`;
        if (Number.isNaN(value) !== Number.isNaN(actual)) expect.fail(where);
        if (Math.abs(actual - value) > tolerance * Math.max(1, Math.abs(value))) expect.fail(where);
      });
    });
    expect(found.some((values) => values.some((value) => value === 7.31))).toBe(true);
  });

  it('gives the same bits whatever the days that it is given at a time', () => {
    const whole = reduceAll(tiles, [[0, DAYS]]);
    const parts = reduceAll(tiles, [
      [4, DAYS],
      [0, 1],
      [1, 4],
    ]);
    expect(parts).toEqual(whole);
  });
});

/** Powers and products of numbers near the largest overflow on one side alone. */
const overflows = (operator: string, given: Case): boolean =>
  given.taste === 'huge' && /std|skew|kurt|corr/.test(operator);

function panelOf(given: Case): Panel {
  const next = streamOf(given.seed);
  const { session } = contextOf(given, next);
  const symbols = Array.from({ length: given.stocks }, (_, s) => `S${s}`);
  const base = tinyPanel({
    matrices: { CLOSE: Array.from({ length: given.days }, () => symbols.map(() => 1)) },
    symbols,
    session: session!,
  });
  const figures = new Map(['close', 'volume'].map((name) => [name, minuteFigures(given, next)]));
  return { ...base, minutes: minutesFrom(figures, base) };
}

function compare(panel: Panel, leaf: MinuteLeaf): void {
  const tolerance = TOLERANCES[leaf.interval?.reducer ?? leaf.operator]!;
  const actual = reduceByTiles(panel, leaf);
  reduceByReference(panel, leaf).forEach((value, cell) => {
    const got = actual[cell]!;
    const alike = Number.isNaN(value)
      ? Number.isNaN(got)
      : Math.abs(got - value) <= tolerance * Math.max(1, Math.abs(value));
    if (!alike) expect.fail(`${keyOfLeaf(leaf)} cell ${cell}: ${got}, not ${value}`);
  });
}

describe('reductions of random bars', () => {
  it.each([...SESSION_OPERATORS, 'ts_corr'])('%s agrees with the reference', (operator) => {
    fc.assert(
      fc.property(cases, (given) => {
        fc.pre(!overflows(operator, given));
        const fields = operator === 'ts_corr' ? ['close', 'volume'] : ['close'];
        compare(panelOf(given), { operator, fields, interval: null });
      }),
      { numRuns: 40 },
    );
  });

  it.each(INTERVAL_REDUCERS)('interval %s agrees with the reference', (reducer) => {
    fc.assert(
      fc.property(cases, fc.nat({ max: 5 }), fc.nat({ max: 5 }), (given, start, length) => {
        fc.pre(!overflows(reducer, given));
        const interval = { reducer, from: 570 + start * 30, to: 600 + (start + length) * 30 };
        compare(panelOf({ ...given, bars: 9 }), { operator: 'interval', fields: ['close'], interval });
      }),
      { numRuns: 40 },
    );
  });
});
