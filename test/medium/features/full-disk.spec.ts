import { beforeAll, describe, expect, it } from 'vitest';
import type { RunModel } from '../../../src/features/runs/run.models.ts';
import { Config } from '../../../src/platform/config/config.ts';
import { lackOfRoom, requireRoom } from '../../../src/platform/disk/disk-guard.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';

/** No machine has so much free: to the guard the disk is full. */
const MORE_THAN_THERE_IS = '10000000';
const database = testDatabase();
const full = featureService(database, 'all', { FACTORMINE_MINIMUM_FREE_MB: MORE_THAN_THERE_IS });
let market: SmallMarket;

beforeAll(async () => {
  market = await storeSmallMarket(database.url, full.dataFolder);
});

describe('on a disk that is nearly full', () => {
  it('a run pauses with the reason, before it has written anything, and is not failed', async () => {
    const { id } = await full.rest<RunModel>('POST', '/v1/runs', {
      datasetId: market.datasetId,
      experiment: smallExperiment(market.days),
      seed: 'seed',
      start: true,
    });
    const run = await until(async () => {
      const found = await full.rest<RunModel>('GET', `/v1/runs/${id}`);
      return found.state === 'PAUSED' && found;
    });
    expect(run.reason).toMatch(/^paused: disk nearly full: \d+ MB free, 10000000 MB are to stay free/);
    expect(run.generation).toBeNull();
  });

  it('values are not exported, and the answer says what to do', async () => {
    const values = {
      datasetId: market.datasetId,
      period: { from: market.days[0], to: market.days[9] },
      formulas: ['CLOSE/OPEN'],
    };
    await expect(full.rest('POST', '/v1/exports/values', values)).rejects.toThrow('DISK_FULL');
  });

  it('the service is not ready', async () => {
    await expect(full.rest('GET', '/health/ready')).rejects.toThrow('nearly full');
  });
});

describe('the guard', () => {
  const guarded = (minimumFreeBytes: number) => ({ ...full.app.get(Config), minimumFreeBytes });

  it('counts what is going to be written', async () => {
    expect(await lackOfRoom(guarded(1))).toBeNull();
    expect(await lackOfRoom(guarded(1), 2 ** 60)).toContain('to write');
    await expect(requireRoom(guarded(1), 'import', 2 ** 60)).rejects.toMatchObject({ code: 'DISK_FULL' });
  });

  it('is off at nought', async () => {
    expect(await lackOfRoom(guarded(0), 2 ** 60)).toBeNull();
  });
});
