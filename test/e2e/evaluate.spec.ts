import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const DAYS = ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-08', '2024-01-09'];
const STOCKS = 12;

/** Prices of a few stocks on a few days, no two moves alike; neither volume nor adjustment factors. */
function pricesOnly(): string {
  const rows = DAYS.flatMap((date, day) =>
    Array.from({ length: STOCKS }, (_, stock) => {
      const close = 10 + stock + Math.sin(7 * day + 3 * stock);
      const open = close - Math.cos(5 * day + 2 * stock) / 4;
      const [high, low] = [Math.max(open, close) + 0.1, Math.min(open, close) - 0.2];
      return [date, `S${stock}`, ...[open, high, low, close].map((price) => price.toFixed(4))].join(',');
    }),
  );
  return ['date,symbol,open,high,low,close', ...rows].join('\n');
}

describe('the command evaluate, without any database', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'factormine-cli-'));
  const prices = path.join(folder, 'prices.csv');
  beforeAll(() => writeFileSync(prices, pricesOnly()));
  afterAll(() => rmSync(folder, { recursive: true }));

  const evaluate = (formulas: readonly string[], file = prices) =>
    runCli(['evaluate', '--prices', file, ...formulas.flatMap((one) => ['--formula', one]), '--json']);

  it('answers in the order of the formulas, also from a file without volume and adjustment factors', async () => {
    const formulas = ['OPEN/CLOSE', 'LOW/HIGH', '(CLOSE-LOW)/(HIGH-LOW)', 'OPEN/CLOSE'];
    const { code, stdout, stderr } = await evaluate(formulas);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const answers = JSON.parse(stdout);
    expect(answers.map((answer: { formula: string }) => answer.formula)).toEqual(formulas);
    for (const answer of answers) {
      expect(answer).toMatchObject({
        canonical: expect.any(String),
        dimension: 'none',
        pairs: STOCKS * (DAYS.length - 2),
        ic: { mean: expect.any(Number), std: expect.any(Number), days: DAYS.length - 2 },
        rankIc: { mean: expect.any(Number), std: expect.any(Number), days: DAYS.length - 2 },
      });
    }
    expect(answers[3]).toEqual(answers[0]);
    expect(answers[1].ic.mean).not.toBe(answers[0].ic.mean);
  });

  it.each([
    ['a bracket that is missing', 'ts_mean(CLOSE,2', 'character 16'],
    ['an operator that does not exist', 'no_such(CLOSE)', 'no_such'],
    ['a field that the file lacks', 'cs_norm(VOLUME)', 'VOLUME'],
    ['a dimension that does not fit', 'CLOSE+OPEN/CLOSE', 'dimension'],
  ])('refuses %s', async (_, formula, named) => {
    const { code, stdout, stderr } = await evaluate(['OPEN/CLOSE', formula]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(named);
    expect(stderr).not.toMatch(/\n\s+at .*\.[jt]s/);
  });

  it('refuses a file that is missing, by its name', async () => {
    const missing = path.join(folder, 'missing.csv');
    const { code, stdout, stderr } = await evaluate(['OPEN/CLOSE'], missing);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(missing);
  });

  it('refuses a file without prices, by the column', async () => {
    const wrong = path.join(folder, 'wrong.csv');
    writeFileSync(wrong, 'date,symbol,colour\n2024-01-02,S1,red\n');
    const { code, stdout, stderr } = await evaluate(['OPEN/CLOSE'], wrong);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/open|close/);
  });
});
