import { describe, expect, it } from 'vitest';
import type { DatasetModel } from '../../../src/features/datasets/dataset.models.ts';
import { DEMO_MARKET, DemoService } from '../../../src/features/demo/demo.service.ts';
import type { RunModel } from '../../../src/features/runs/run.models.ts';
import { featureService } from '../../support/feature-service.ts';
import { testDatabase } from '../../support/test-database.ts';

const database = testDatabase();
// Nobody mines: what counts here is what the first start leaves behind.
const service = featureService(database, 'api');

const runs = async () => (await service.rest<{ items: RunModel[] }>('GET', '/v1/runs')).items;
const datasets = async () => (await service.rest<{ items: DatasetModel[] }>('GET', '/v1/datasets')).items;

describe('a first start', () => {
  it('makes one market and one run, however many processes start at once and how often', async () => {
    const demo = service.app.get(DemoService);
    await Promise.all([demo.showSomething(), demo.showSomething(), demo.showSomething()]);
    await demo.showSomething();
    expect(await datasets()).toMatchObject([{ name: DEMO_MARKET, labels: ['GENERATED'] }]);
    expect(await runs()).toMatchObject([{ name: 'demo run', state: 'QUEUED', stop: { generations: 30 } }]);
  }, 60_000);

  it('makes the same market again without a second row', async () => {
    const [first] = await datasets();
    const { dataset } = await service.app.get(DemoService).createMarket();
    expect(dataset.id).toBe(first!.id);
  }, 60_000);
});
