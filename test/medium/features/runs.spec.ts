import { beforeAll, describe, expect, it } from 'vitest';
import type { RunModel, RunProgressModel } from '../../../src/features/runs/run.models.ts';
import { RunHistoryService } from '../../../src/features/runs/run-history.service.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const database = testDatabase();
const service = featureService(database);
let market: SmallMarket;

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
});

const create = (changes: object = {}, headers: Record<string, string> = {}) =>
  service.rest<RunModel>(
    'POST',
    '/v1/runs',
    { datasetId: market.datasetId, experiment: smallExperiment(market.days), seed: 'seed', ...changes },
    headers,
  );
const get = (id: string) => service.rest<RunModel>('GET', `/v1/runs/${id}`);
const say = (id: string, verb: string) => service.rest<RunModel>('POST', `/v1/runs/${id}/${verb}`);
const ended = (id: string, state: string) =>
  until(async () => {
    const run = await get(id);
    if (run.state === 'FAILED' && state !== 'FAILED') throw new Error(`failed: ${run.reason}`);
    return run.state === state && run;
  });

describe('a run', () => {
  it('is created, started and mined to its end, with generations, population and progress', async () => {
    const created = await create();
    expect(created).toMatchObject({
      state: 'CREATED',
      generation: null,
      seed: 'seed',
      bestEverFormula: null,
    });
    const started = await say(created.id, 'start');
    expect(['QUEUED', 'RUNNING']).toContain(started.state);
    const run = await ended(created.id, 'COMPLETED');
    expect(run).toMatchObject({ generation: 4, reason: 'generation 4 reached' });
    expect(run.bestEverFitness).toBeGreaterThan(0);
    expect(run.populationHash).toMatch(/^[0-9a-f]{64}$/);

    const { run: shown } = await service.graphql<{ run: Record<string, never> }>(
      `query ($id: ID!) { run(id: $id) {
         generations { generation bestFitness diversity mutations { mutation births } }
         population(first: 7) { edges { cursor node { fitness formula origin } } pageInfo { hasNextPage endCursor } }
         events { kind } warmStart { formula } } }`,
      { id: run.id },
    );
    const { generations, population, events } = shown as unknown as {
      generations: { generation: number }[];
      population: { edges: { node: { fitness: number | null } }[]; pageInfo: { hasNextPage: boolean } };
      events: { kind: string }[];
    };
    expect(generations.map((row) => row.generation)).toEqual([0, 1, 2, 3, 4]);
    expect(population.edges).toHaveLength(7);
    expect(population.pageInfo.hasNextPage).toBe(true);
    expect(events.map((event) => event.kind)).toEqual(expect.arrayContaining(['COMPLETED', 'ASKED_START']));
  });

  it('pages through a population in both orders without loss or repetition', async () => {
    const run = await ended((await create({ start: true })).id, 'COMPLETED');
    for (const order of ['FITNESS', 'AGE']) {
      const seen: string[] = [];
      let pageToken: string | null = null;
      do {
        const query: string = pageToken ? `&pageToken=${pageToken}` : '';
        const page: { items: { birthGeneration: number; slot: number }[]; nextPageToken: string | null } =
          await service.rest('GET', `/v1/runs/${run.id}/population?order=${order}&pageSize=6${query}`);
        seen.push(...page.items.map((item) => `${item.birthGeneration}/${item.slot}`));
        pageToken = page.nextPageToken;
      } while (pageToken);
      expect(new Set(seen).size).toBe(20);
      expect(seen).toHaveLength(20);
    }
  });

  it('gives the same bytes for the same seed, paused and resumed or not', async () => {
    const straight = await ended(
      (await create({ experiment: smallExperiment(market.days, 12), start: true })).id,
      'COMPLETED',
    );
    const broken = await create({ experiment: smallExperiment(market.days, 12), start: true });
    await until(async () => ((await get(broken.id)).generation ?? -1) >= 2);
    await say(broken.id, 'pause');
    const paused = await until(async () => {
      const run = await get(broken.id);
      return run.state === 'PAUSED' && run;
    });
    expect(paused.generation).toBeLessThan(12);
    await say(broken.id, 'resume');
    const resumed = await ended(broken.id, 'COMPLETED');
    expect(resumed.populationHash).toBe(straight.populationHash);
  });

  it('keeps its results when it is cancelled', async () => {
    const run = await create({ experiment: smallExperiment(market.days, 5_000), start: true });
    await until(async () => ((await get(run.id)).generation ?? -1) >= 1);
    await say(run.id, 'cancel');
    const cancelled = await ended(run.id, 'CANCELLED');
    expect(cancelled.generation).toBeGreaterThanOrEqual(1);
    await say(run.id, 'cancel');
    await expect(say(run.id, 'resume')).rejects.toThrow('RUN_NOT_RESUMABLE');
    await expect(say(run.id, 'start')).rejects.toThrow('RUN_NOT_STARTABLE');
  });

  it('goes on beyond its limits when they are extended, and logs the change', async () => {
    const run = await ended((await create({ start: true })).id, 'COMPLETED');
    const extended = await service.rest<RunModel>('PATCH', `/v1/runs/${run.id}/stop`, { generations: 6 });
    expect(extended.stop.generations).toBe(6);
    await say(run.id, 'resume');
    const longer = await until(async () => {
      const now = await get(run.id);
      return now.state === 'COMPLETED' && now.generation === 6 && now;
    });
    const straight = await ended((await create({ stop: { generations: 6 }, start: true })).id, 'COMPLETED');
    expect(longer.populationHash).toBe(straight.populationHash);
    const events = await service.rest<{ kind: string }[]>('GET', `/v1/runs/${run.id}/events`);
    expect(events.map((event) => event.kind)).toContain('STOP_CHANGED');
  });

  it('is created once for an idempotency key', async () => {
    const first = await create({}, { 'idempotency-key': 'once' });
    const again = await create({ seed: 'another' }, { 'idempotency-key': 'once' });
    expect(again.id).toBe(first.id);
    expect(again.seed).toBe('seed');
  });

  it('stores its warm-start programs with their sources', async () => {
    const earlier = await ended((await create({ start: true })).id, 'COMPLETED');
    const run = await create({
      warmStart: {
        formulas: ['LOW / HIGH'],
        factors: [{ runIds: [earlier.id], quota: 3 }],
      },
      start: true,
    });
    const given = await service.rest<{ formula: string; source: string }[]>(
      'GET',
      `/v1/runs/${run.id}/warm-start`,
    );
    expect(given[0]?.source).toBe('formula');
    expect(given.slice(1).map(({ source }) => source)).toEqual(Array(3).fill(`run:${earlier.id}`));
    await ended(run.id, 'COMPLETED');
    const born = await service.rest<{ items: { origin: string }[] }>(
      'GET',
      `/v1/runs/${run.id}/population?generation=0&order=AGE`,
    );
    expect(born.items.filter(({ origin }) => origin === 'warmStart')).toHaveLength(4);
  });
});

describe('what is refused', () => {
  it.each([
    [{ experiment: { periods: { train: { from: '1990-01-01', to: '1990-12-31' } } } }, 'PERIOD_INVALID'],
    [{ warmStart: { formulas: ['LOW + VOLUME'] } }, 'FORMULA_DIMENSION'],
    [{ stop: { generations: null } }, 'INVALID_INPUT'],
    [{ datasetId: '00000000-0000-7000-8000-000000000000' }, 'NOT_FOUND'],
    [{ datasetId: "'; drop table runs" }, 'INVALID_INPUT'],
    [{ seriesId: '00000000-0000-7000-8000-000000000000' }, 'INVALID_INPUT'],
    [{ nonsense: 1 }, 'INVALID_INPUT'],
  ])('%o: %s', async (changes, code) => {
    await expect(create(changes)).rejects.toThrow(code);
  });

  it('names every faulty setting of an experiment', async () => {
    const experiment = {
      ...smallExperiment(market.days),
      evolution: { populationSize: -1, tournamentSize: 0 },
    };
    await expect(create({ experiment })).rejects.toThrow(
      /evolution\.populationSize.*evolution\.tournamentSize/s,
    );
  });

  it('says NOT_FOUND for a run that is not there, and INVALID_INPUT for what is no id', async () => {
    await expect(get('00000000-0000-7000-8000-000000000000')).rejects.toThrow('NOT_FOUND');
    await expect(get('1')).rejects.toThrow('INVALID_INPUT');
    await expect(service.rest('GET', '/v1/runs?pageToken=rubbish')).rejects.toThrow('INVALID_INPUT');
  });
});

describe('live progress', () => {
  it('reaches a watcher generation by generation and ends with the run', async () => {
    const run = await create({ experiment: smallExperiment(market.days, 8) });
    const stream = await service.app.get(RunHistoryService).watch(run.id);
    await say(run.id, 'start');
    const seen: RunProgressModel[] = [];
    for await (const progress of stream) seen.push(progress);
    expect(seen[0]?.state).toBe('CREATED');
    expect(seen.at(-1)).toMatchObject({ state: 'COMPLETED', generation: 8 });
    const generations = seen.flatMap(({ generation }) => (generation === null ? [] : [generation]));
    expect(generations).toEqual([...generations].sort((a, b) => a - b));
    expect(new Set(generations).size).toBeGreaterThan(2);
  });

  it('calls a run STALLED, not FAILED, while its owner is silent, and takes it over', async () => {
    const run = await create();
    await withAdmin(database.url, (client) =>
      client.query(
        `UPDATE runs SET state = 'RUNNING', owner = 'a dead process', epoch = 7,
           lease_expires_at = now() - interval '1 second' WHERE id = $1`,
        [run.id],
      ),
    );
    expect((await get(run.id)).state).toBe('STALLED');
    expect((await ended(run.id, 'COMPLETED')).generation).toBe(4);
  });
});

describe('the queue', () => {
  it('may be wiped while runs wait: every one is put up again', async () => {
    const runs = await Promise.all([1, 2, 3].map((seed) => create({ seed: String(seed) })));
    await withAdmin(database.url, async (client) => {
      await client.query(`UPDATE runs SET state = 'QUEUED' WHERE id = ANY ($1)`, [runs.map(({ id }) => id)]);
      await client.query('TRUNCATE bullmq.job CASCADE');
    });
    for (const { id } of runs) await ended(id, 'COMPLETED');
  });

  it('a run whose owners die three times without a generation is quarantined with its reason', async () => {
    const run = await create();
    await withAdmin(database.url, (client) =>
      client.query(
        `UPDATE runs SET state = 'RUNNING', owner = 'a dead process', epoch = 3, barren_claims = 3,
           lease_expires_at = now() - interval '1 second' WHERE id = $1`,
        [run.id],
      ),
    );
    expect((await ended(run.id, 'FAILED')).reason).toContain('quarantined');
  });
});
