import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PLANTED_SIGNALS } from '../../src/demo-market/planted-signals.ts';
import { runCli } from '../support/run-cli.ts';
import { testDatabase } from '../support/test-database.ts';

describe('the command demo', () => {
  const database = testDatabase();
  const folder = mkdtempSync(path.join(tmpdir(), 'factormine-demo-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('mines the demonstration market for the time given, and tells what it found by its exit code', async () => {
    const variables = { DATABASE_URL: database.url, FACTORMINE_DATA: folder };
    const { code, stdout, stderr } = await runCli(['demo', '--minutes', '0.01', '--json'], variables);
    expect(stderr).toBe('');
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({ state: 'COMPLETED', wanted: 2, factors: expect.any(Number) });
    expect(answer.generation).toBeLessThan(20);
    expect(answer.factors).toBeGreaterThan(100);
    expect(answer.signals.map((one: { signal: { name: string } }) => one.signal.name)).toEqual(
      PLANTED_SIGNALS.map(({ name }) => name),
    );
    for (const { found, nearest } of answer.signals) {
      expect(found).toBe(Math.abs(nearest.correlation) >= 0.9);
      expect(nearest.place).toBeLessThanOrEqual(answer.factors);
    }
    expect(answer.found).toBe(answer.signals.filter((one: { found: boolean }) => one.found).length);
    expect(code).toBe(answer.found >= answer.wanted ? 0 : 1);
  }, 120_000);

  it('refuses a time that is none, before it opens the store', async () => {
    const { code, stdout, stderr } = await runCli(['demo', '--minutes', 'soon']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--minutes');
  });
});
