import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadRowsRefusal } from '../../src/compute/panel/import/bad-rows.ts';
import { type MarketReading, readMarket } from '../../src/compute/panel/import/read-market.ts';
import { Refusal } from '../../src/core/outcome/refusal.ts';
import { SOUND_DAILY, temporaryFolder } from '../support/market-files.ts';

const files = temporaryFolder();
const RUNS = Number(process.env.MUTATED_FILES ?? 400);

/** What hands and programs do to files. */
const splice = fc.record({
  at: fc.nat(SOUND_DAILY.length),
  cut: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 0, max: 30 })),
  put: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('1', '2', '5', '.', 'B') },
    fc.constantFrom(
      '"',
      '""',
      ',',
      ',,',
      '\n',
      '\r',
      '\r\n',
      '\t',
      ';',
      ' ',
      '-',
      '0',
      '1e308',
      '1e-320',
      'NaN',
    ),
    fc.constantFrom(
      'null',
      '\0',
      '\uFEFF',
      '\uFF10',
      '\u2212',
      '__proto__',
      'constructor',
      '0x1F',
      '1_000',
      '=1+1',
    ),
    fc.string({ maxLength: 12, unit: 'binary' }),
  ),
});

async function outcomeOf(content: string | Buffer): Promise<MarketReading | Refusal> {
  try {
    return await readMarket({ daily: [files.write('mutated.csv', content)], today: '2024-12-31' });
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Whatever the file was, what comes out is sound or says why there is nothing. */
function expectSound(outcome: MarketReading | Refusal): void {
  if (outcome instanceof Refusal) {
    expect(['DATASET_INVALID', 'FILE_UNREADABLE']).toContain(outcome.code);
    if (!(outcome instanceof BadRowsRefusal)) return;
    const { counts, badRows, first } = outcome.report;
    expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(badRows);
    for (const row of first) expect(row.line).toBeGreaterThan(1);
    return;
  }
  const { days, symbols, matrices } = outcome.content;
  expect(days.every((day, row) => /^\d{4}-\d\d-\d\d$/.test(day) && (row === 0 || day > days[row - 1]!))).toBe(
    true,
  );
  expect(new Set(symbols).size).toBe(symbols.length);
  const [high, low, volume] = ['HIGH', 'LOW', 'VOLUME'].map((name) => matrices.get(name)!);
  for (let cell = 0; cell < high!.length; cell++) {
    if (Number.isNaN(high![cell]!)) continue;
    expect(low![cell]!).toBeGreaterThan(0);
    expect(high![cell]!).toBeGreaterThanOrEqual(low![cell]!);
    expect(high![cell]!).toBeLessThanOrEqual(1e15);
    // A mutated header may hide the volume; it never comes out negative.
    expect(volume?.[cell] ?? 0).toBeGreaterThanOrEqual(0);
  }
}

describe('a mutated file', () => {
  it(`is imported soundly or refused with a reason, ${RUNS} times`, async () => {
    const seen = { imported: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(splice, { minLength: 1, maxLength: 4 }), async (splices) => {
        let text = SOUND_DAILY;
        for (const { at, cut, put } of splices) text = text.slice(0, at) + put + text.slice(at + cut);
        const outcome = await outcomeOf(text);
        expectSound(outcome);
        seen[outcome instanceof Refusal ? 'refused' : 'imported']++;
      }),
      { numRuns: RUNS },
    );
    // Both ends must have been met, or the mutations prove nothing.
    expect(Math.min(seen.imported, seen.refused)).toBeGreaterThan(RUNS / 100);
  }, 120_000);

  it('is refused, not half read, when compressed bytes are damaged', async () => {
    const sound = gzipSync(SOUND_DAILY);
    await fc.assert(
      fc.asyncProperty(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(sound);
        bytes[at] = bytes[at]! ^ flip;
        expectSound(await outcomeOf(bytes));
      }),
      { numRuns: 100 },
    );
  });
});
