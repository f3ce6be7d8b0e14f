import { describe, expect, it } from 'vitest';
import { behaviourOf } from '../../../../../src/compute/engine/search/behaviour.ts';
import { layOut } from '../../../../../src/compute/engine/search/block-layout.ts';
import { SampleDesk } from '../../../../../src/compute/engine/search/sample-desk.ts';
import type { Frame } from '../../../../../src/compute/engine/task.ts';
import { planProgram } from '../../../../../src/compute/plan/plan.ts';
import { minuteLeavesOf } from '../../../../../src/compute/reduction/minute-leaf.ts';
import { reduceByReference } from '../../../../../src/compute/reduction/reduce-by-reference.ts';
import { FORMULAS, frameOf, madePanel, programOf, streamOf } from '../made-panel.ts';

const made = madePanel(320, 90);
const vector = new Float64Array(new SharedArrayBuffer(320 * 8)).map((_, day) => Math.sin(day) / 50);
const returns = { name: 'MARKET_RETURN', frequency: 'daily', shape: 'vector', dimension: new Map() } as const;
const panel = {
  ...made,
  vectors: new Map([['MARKET_RETURN', vector]]),
  fields: new Map([
    ...made.fields,
    ['MARKET_RETURN', { ...made.fields.get('CLOSE')!, ...returns, dimension: programDimension() }],
  ]),
};

/** The dimension of a ratio of prices: none. */
function programDimension() {
  return programOf(made, 'CLOSE/HIGH').nodes.at(-1)!.type.dimension;
}

const layout = layOut(panel);
const named = (formulas: readonly string[], changes: Partial<Frame> = {}): string[] => {
  const desk = new SampleDesk(panel, layout, { ...frameOf(panel), ...changes });
  const programs = formulas.map((formula) => programOf(panel, formula));
  const leaves = programs.flatMap((program) => minuteLeavesOf(planProgram(program)));
  const reductions = leaves.map((leaf) => ({ leaf, values: reduceByReference(panel, leaf) }));
  return desk.fingerprints(programs, reductions);
};

/** Of small and of large scale, tied and untied, with windows and cross-sections. */
const FACTORS = [
  'ts_mean(CLOSE,5)/CLOSE',
  'ts_std(CLOSE,10)/CLOSE',
  'ts_corr(HIGH,VOLUME,20)',
  'VOLUME/ts_mean(VOLUME,20)',
  'ts_norm(cs_norm(HIGH),20)',
  'ts_diff(CLOSE,1)/ts_delay(CLOSE,1)',
  '(HIGH-LOW)/(HIGH+LOW)',
  'ts_corr(high,volume,240)',
];

describe('names of behaviour', () => {
  it.each(FACTORS)('see by rank that sigmoid, cs_norm and an added vector order stocks as %s does', (f) => {
    const [plain, ...same] = named([
      f,
      `sigmoid(${f})`,
      `cs_norm(${f})`,
      `(${f})+MARKET_RETURN`,
      `sigmoid(sigmoid(cs_norm(${f})))`,
    ]);
    for (const name of same) expect(name).toBe(plain);
  });

  it.each(FACTORS)('see by distances that cs_norm and an added vector spread stocks as %s does', (f) => {
    const [plain, normed, added, bent] = named(
      [f, `cs_norm(${f})`, `(${f})+MARKET_RETURN`, `sigmoid(sigmoid(${f})*sigmoid(${f}))`],
      { fitness: 'pearson' },
    );
    expect(normed).toBe(plain);
    expect(added).toBe(plain);
    expect(bent).not.toBe(plain);
  });

  it('see that cs_rank orders stocks as its operand does', () => {
    const [plain, ranked] = named(['VOLUME/ts_mean(VOLUME,20)', 'cs_rank(VOLUME/ts_mean(VOLUME,20))']);
    expect(ranked).toBe(plain);
  });

  it('tell different factors apart, and a factor from its opposite', () => {
    const formulas = [...FACTORS, ...FORMULAS, 'CLOSE/ts_mean(CLOSE,5)'];
    const distinct = new Set(formulas).size;
    expect(new Set(named(formulas)).size).toBe(distinct);
    expect(new Set(named(formulas, { fitness: 'pearson' })).size).toBe(distinct);
  });

  it('are the same in any company, and again', () => {
    const alone = FACTORS.map((factor) => named([factor])[0]);
    expect(named(FACTORS)).toEqual(alone);
    expect(named([...FACTORS].reverse()).reverse()).toEqual(alone);
  });
});

describe('what a fitness sees of a day', () => {
  const options = { stocks: 5, kind: 'rank', winsorise: 0 } as const;
  const name = (days: readonly (readonly number[])[], changes = {}): string =>
    behaviourOf(Float64Array.from(days.flat()), { ...options, ...changes });

  it('takes values for equal that rounding parted', () => {
    expect(name([[1, 2, 2, 3, 4]])).toBe(name([[1, 2, 2 + 4e-16, 3, 4]]));
    expect(name([[1, 2, 2, 3, 4]])).not.toBe(name([[1, 2, 2 + 1e-6, 3, 4]]));
  });

  it('takes a day that says nothing for missing', () => {
    const rest = [1, 2, 3, 4, 5];
    const none = [Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN];
    for (const kind of ['rank', 'pearson']) {
      expect(name([[3, 3, 3, 3, 3], rest], { kind })).toBe(name([none, rest], { kind }));
      expect(name([[Number.NaN, 3, Number.NaN, Number.NaN, Number.NaN], rest], { kind })).toBe(
        name([none, rest], { kind }),
      );
      expect(name([none, rest], { kind })).not.toBe(name([rest, none], { kind }));
    }
  });

  it('tells a missing stock from the lowest', () => {
    expect(name([[Number.NaN, 2, 3, 4, 5]])).not.toBe(name([[1, 2, 3, 4, 5]]));
  });

  it('survives rounding of thousands of random days', () => {
    const next = streamOf(3);
    const days = Array.from({ length: 2_000 }, () => Array.from({ length: 5 }, () => (next() - 0.5) / 1e4));
    const moved = days.map((day, at) => day.map((value) => value + Math.sin(at)));
    const bent = days.map((day) => day.map((value) => 1 / (1 + Math.exp(-value))));
    expect(name(moved)).toBe(name(days));
    expect(name(bent)).toBe(name(days));
    expect(name(moved, { kind: 'pearson' })).toBe(name(days, { kind: 'pearson' }));
  });
});
