import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../../../bench/mine-minutes.mjs', import.meta.url));

/** The full-size proof in small: a streamed market, its tiles on disk, mined by mixed programs. */
describe('a generated market with minute bars', () => {
  it('is mined from its tiles', async () => {
    const flags = ['--stocks=120', '--days=60', '--bars=48', '--generations=1', '--json'];
    const child = spawn(process.execPath, [SCRIPT, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
    const { generate, mine } = JSON.parse(await text(child.stdout));
    expect(mine.generations).toHaveLength(2);
    expect(mine.withMinutes).toBeGreaterThan(10);
    expect(mine.reductionsMb).toBeGreaterThan(0);
    // Five fields of 120 x 60 x 48 bars at 4 bytes, counts, factors, and the daily panel.
    expect(generate.diskMb).toBeGreaterThanOrEqual(7);
    expect(generate.diskMb).toBeLessThanOrEqual(9);
  }, 60_000);
});
