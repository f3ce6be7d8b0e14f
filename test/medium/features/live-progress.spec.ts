import type { AddressInfo } from 'node:net';
import { createClient } from 'graphql-ws';
import { beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { RunModel, RunProgressModel } from '../../../src/features/runs/run.models.ts';
import { featureService } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';

const database = testDatabase();
// One process answers, another mines: progress must cross from one to the other.
const answering = featureService(database, 'api');
const mining = featureService(database, 'worker');
let market: SmallMarket;
let port: number;

beforeAll(async () => {
  market = await storeSmallMarket(database.url, mining.dataFolder);
  await answering.app.listen(0, '127.0.0.1');
  port = (answering.app.getHttpServer().address() as AddressInfo).port;
});

const create = () =>
  answering.rest<RunModel>('POST', '/v1/runs', {
    datasetId: market.datasetId,
    experiment: smallExperiment(market.days, 12),
  });
const start = (id: string) => answering.rest('POST', `/v1/runs/${id}/start`);

function expectWholeStory(seen: readonly RunProgressModel[]): void {
  expect(seen[0]).toMatchObject({ state: 'CREATED', generation: null });
  expect(seen.at(-1)).toMatchObject({ state: 'COMPLETED', generation: 12, generations: 12 });
  expect(seen.some(({ state, bestFormula }) => state === 'RUNNING' && bestFormula !== null)).toBe(true);
}

describe('live progress from another process', () => {
  it('by GraphQL subscription', async () => {
    const run = await create();
    const client = createClient({ url: `ws://127.0.0.1:${port}/graphql`, webSocketImpl: WebSocket });
    const events = client.iterate<{ runProgress: RunProgressModel }>({
      query: `subscription ($id: ID!) { runProgress(runId: $id) {
        runId state generation generations evaluations evaluationsPerSecond bestFitness bestFormula etaSeconds } }`,
      variables: { id: run.id },
    });
    const seen: RunProgressModel[] = [];
    for await (const { data, errors } of events) {
      expect(errors).toBeUndefined();
      const progress = data?.runProgress as RunProgressModel;
      seen.push(progress);
      if (seen.length === 1) await start(run.id);
      if (progress.state === 'COMPLETED') break;
    }
    await client.dispose();
    expectWholeStory(seen);
  });

  it('by server-sent events, until the run is over', async () => {
    const run = await create();
    const response = await fetch(`http://127.0.0.1:${port}/v1/runs/${run.id}/progress/stream`);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const seen: RunProgressModel[] = [];
    let text = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data) seen.push(JSON.parse(data));
      }
      if (seen.length === 1) await start(run.id);
    }
    expectWholeStory(seen);
  });

  it('refuses to stream a run that is not there', async () => {
    const missing = '00000000-0000-7000-8000-000000000000';
    const response = await fetch(`http://127.0.0.1:${port}/v1/runs/${missing}/progress/stream`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'NOT_FOUND' });
  });
});
