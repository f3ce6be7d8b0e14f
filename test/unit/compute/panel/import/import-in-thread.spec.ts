import { describe, expect, it } from 'vitest';
import { importInThread } from '../../../../../src/compute/panel/import/import-in-thread.ts';
import { importMarket } from '../../../../../src/compute/panel/import/import-market.ts';
import type { ImportProgress } from '../../../../../src/compute/panel/import/import-options.ts';
import { SOUND_DAILY, temporaryFolder } from '../../../../support/market-files.ts';

const files = temporaryFolder();

describe('an import in a thread', () => {
  it('has the outcome of one in place, and tells its progress', async () => {
    const options = { daily: [files.write('daily.csv', SOUND_DAILY)] };
    const seen: ImportProgress[] = [];
    const outcome = await importInThread({ datasetsFolder: files.path, options }, (progress) =>
      seen.push(progress),
    );
    expect(outcome).toEqual({ ...(await importMarket(files.path, options)), created: true });
    expect(seen[0]).toMatchObject({ phase: 'reading', file: 'daily.csv' });
  });

  it('hands refusals over, the report of bad rows included', async () => {
    const bad = { daily: [files.write('bad.csv', SOUND_DAILY.replace('10.5,100', 'x,100'))] };
    await expect(importInThread({ datasetsFolder: files.path, options: bad })).rejects.toMatchObject({
      name: 'Refusal',
      code: 'DATASET_INVALID',
      report: { badRows: 1, first: [{ line: 2, column: 'close', value: 'x', reason: 'NOT_A_NUMBER' }] },
    });
    const absent = { daily: [`${files.path}/none.csv`] };
    await expect(importInThread({ datasetsFolder: files.path, options: absent })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
  });

  it('ends at once when it is called off', async () => {
    const options = { daily: [files.write('daily.csv', SOUND_DAILY)] };
    const controller = new AbortController();
    const running = importInThread({ datasetsFolder: files.path, options }, () => {}, controller.signal);
    controller.abort(new Error('called off'));
    await expect(running).rejects.toThrow('called off');
  });
});
