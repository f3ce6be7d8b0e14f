import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EvaluationPool } from '../../../../src/compute/engine/evaluation-pool.ts';
import { type ImportedSource, unknownImported } from '../../../../src/compute/imported/imported-source.ts';
import { valuesFileName, writeValuesFile } from '../../../../src/compute/imported/values-file.ts';
import { planProgram } from '../../../../src/compute/plan/plan.ts';
import { runPlan } from '../../../../src/compute/plan/run-plan.ts';
import { MinuteReductions } from '../../../../src/compute/reduction/minute-reductions.ts';
import { temporaryFolder } from '../../../support/market-files.ts';
import { frameOf, madePanel, programOf } from './made-panel.ts';

const files = temporaryFolder();
const panel = madePanel(160, 50);
const whole = frameOf(panel);
const KNOWN = 'ts_std(CLOSE,10)/ts_mean(CLOSE,10)';
const stocks = panel.symbols.length;
const last = panel.days.indexOf(whole.period.to);
const MIDDLE = 100;
const half = { ...whole, period: { ...whole.period, to: panel.days[MIDDLE - 1]! } };
const known = runPlan(planProgram(programOf(panel, KNOWN)), panel, null, 'portable', {
  from: 0,
  to: panel.days.length,
});

/** The first days of what the formula gives, as somebody would import them. */
async function keep(days: number) {
  const content = {
    days: panel.days.slice(0, days),
    symbols: panel.symbols,
    values: known.slice(0, days * stocks),
  };
  const { hash } = await writeValuesFile(files.path, 'vol', content);
  return {
    name: 'vol',
    hash,
    path: join(files.path, valuesFileName('vol', hash)),
    lastDay: content.days.at(-1)!,
  };
}

let current = await keep(MIDDLE);
const source: ImportedSource = {
  versions: async (names) =>
    names.map((name) => {
      if (name !== 'vol') throw unknownImported(name, undefined);
      return current;
    }),
};
const pool = new EvaluationPool({ threads: 2, imported: source });
afterAll(() => pool.close());
const handle = pool.addPanel(panel);
const imported = programOf(panel, 'imported_vol');
const formula = programOf(panel, KNOWN);
const mixed = ['imported_vol', KNOWN].map((leaf) => programOf(panel, `cs_rank(${leaf})-ts_norm(CLOSE,5)`));

describe('imported values in both engines', () => {
  it('are the formula that they came from, alone and mixed, to the last day that they have', async () => {
    const judged = await pool.judge(handle, half, [imported, formula]);
    expect(judged[0]!.rankIc).toBeCloseTo(judged[1]!.rankIc!, 5);
    expect(judged[0]!.ic).toBeCloseTo(judged[1]!.ic!, 5);
    const [exact, other] = await Promise.all(
      [imported, formula].map((program) => pool.statistics(handle, { frame: half, program })),
    );
    expect(exact!.rankIc.mean).toBe(other!.rankIc.mean);
    const [first, second] = await pool.judge(handle, half, mixed);
    expect(first!.rankIc).toBeCloseTo(second!.rankIc!, 5);
    const fingerprints = await pool.fingerprints(handle, { frame: half, programs: [imported, formula] });
    expect(fingerprints[0]).toBe(fingerprints[1]);
  });

  it('are not read beyond it, and read anew when there are more', async () => {
    await expect(pool.judge(handle, whole, [imported])).rejects.toMatchObject({ code: 'VALUES_BEHIND' });
    current = await keep(last + 1);
    const judged = await pool.judge(handle, whole, [imported, formula]);
    expect(judged[0]!.days).toBe(judged[1]!.days);
    expect(judged[0]!.rankIc).toBeCloseTo(judged[1]!.rankIc!, 5);
    const [[row]] = [await pool.sketches.sketch(handle, whole, [imported])];
    expect(row).toEqual((await pool.sketches.sketch(handle, whole, [formula]))[0]);
  });

  it('that nobody imported are refused, with or without a store', async () => {
    const unknown = programOf(panel, 'imported_pe');
    await expect(pool.judge(handle, half, [unknown])).rejects.toMatchObject({ code: 'FORMULA_UNKNOWN_NAME' });
    const alone = new EvaluationPool({ threads: 1 });
    const question = { frame: half, program: imported };
    await expect(alone.values(alone.addPanel(panel), question)).rejects.toMatchObject({
      code: 'FORMULA_UNKNOWN_NAME',
    });
    await alone.close();
  });

  it('are compared in groups that fit into memory, with the same answers', async () => {
    const tight = new EvaluationPool({
      threads: 1,
      imported: { versions: async (names) => names.map((name) => ({ ...current, name })) },
      reductions: new MinuteReductions(null, 1),
    });
    const on = tight.addPanel(panel);
    const sketches = await tight.sketches.sketch(on, whole, [imported, formula, mixed[0]!, imported]);
    expect(sketches).toEqual(
      await pool.sketches.sketch(handle, whole, [imported, formula, mixed[0]!, imported]),
    );
    const question = {
      frame: whole,
      program: formula,
      others: [mixed[1]!, imported, formula],
      days: [60, 70, 80],
      kind: 'rank',
    } as const;
    const found = await tight.correlate(on, question);
    expect(found).toEqual(await pool.correlate(handle, question));
    expect(found[1]).toBeCloseTo(1, 12);
    await tight.close();
  });
});
