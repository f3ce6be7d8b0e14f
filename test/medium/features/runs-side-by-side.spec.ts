import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Individual } from '../../../src/core/evolution/individual.ts';
import { definitionHash } from '../../../src/core/experiment/experiment-hash.ts';
import { factorIdOf } from '../../../src/core/program/factor-id.ts';
import { PostgresRunStore } from '../../../src/features/runs/run.store.ts';
import { Database } from '../../../src/platform/database/database.ts';
import { testDatabase } from '../../support/test-database.ts';
import { judgedIndividuals, toyGeneration } from '../../support/toy-generation.ts';
import { TOY_EXPERIMENT } from '../../support/toy-market.ts';
import { insertToyDataset, insertToyRun } from '../../support/toy-rows.ts';
import { withAdmin } from '../../support/with-admin.ts';

const RUNS = 4;
const GENERATIONS = 5;
const INDIVIDUALS = judgedIndividuals(240);

const { url } = testDatabase();
let database: Database;
let datasetId: string;
let store: PostgresRunStore;

beforeAll(async () => {
  database = new Database({ databaseUrl: url, maximumConnections: 8, onIdleError: () => undefined });
  datasetId = await insertToyDataset(database);
  store = new PostgresRunStore(database).keepingEvaluations({
    datasetId,
    sliceHash: 'slice',
    period: TOY_EXPERIMENT.periods.train,
    definitionHash: definitionHash(TOY_EXPERIMENT.evaluation),
    engineVersion: 'test',
    horizonDays: 1,
  });
});
afterAll(() => database.close());

const createRun = (): Promise<string> =>
  insertToyRun(database, datasetId, { experiment: TOY_EXPERIMENT, seed: 's', warmStart: [] });

/** A run's share of one generation: the same programs as the others', from another end of the list. */
function shareOf(run: number, generation: number): Individual[] {
  const size = INDIVIDUALS.length;
  const step = run % 2 === 0 ? 1 : size - 1;
  return Array.from({ length: 120 }, (_, slot) => ({
    ...INDIVIDUALS[(generation * 30 + run * 17 + slot * step) % size]!,
    birthGeneration: generation,
    slot,
  }));
}

test('runs that find the same factors at the same time neither deadlock nor write one twice', async () => {
  const runIds: string[] = [];
  while (runIds.length < RUNS) runIds.push(await createRun());
  await Promise.all(
    runIds.map(async (runId, run) => {
      const { fence } = (await store.claim(runId, `owner ${run}`, 60_000))!;
      for (let generation = 0; generation < GENERATIONS; generation++) {
        await store.commitGeneration(fence, toyGeneration(generation, shareOf(run, generation)));
      }
    }),
  );
  expect(await database.prisma.individual.count()).toBe(RUNS * GENERATIONS * 120);
  const distinct = new Set(
    runIds
      .flatMap((_, run) =>
        Array.from({ length: GENERATIONS }, (__, generation) => shareOf(run, generation)).flat(),
      )
      .map((one) => one.program.hash),
  );
  expect(await database.prisma.factor.count()).toBe(distinct.size);
  expect(await database.prisma.evaluation.count()).toBe(distinct.size);
});

test('of many that claim a run at once, one has it', async () => {
  const runId = await createRun();
  const claims = await Promise.all(
    Array.from({ length: 12 }, (_, owner) => store.claim(runId, `owner ${owner}`, 60_000)),
  );
  expect(claims.filter((claim) => claim !== null)).toEqual([
    expect.objectContaining({ fence: { runId, epoch: 1 } }),
  ]);
});

test('a connection that is killed in the middle of a generation leaves the one before', async () => {
  const runId = await createRun();
  const { fence } = (await store.claim(runId, 'owner', 60_000))!;
  await store.commitGeneration(fence, toyGeneration(0, shareOf(0, 0)));
  const { before, after } = await killedWhileWaitingForAFactor(() =>
    store.commitGeneration(fence, toyGeneration(1, [...shareOf(0, 1), unknownYet()])),
  );
  expect(after).toEqual(before);
  expect(await store.commitGeneration(fence, toyGeneration(1, [...shareOf(0, 1), unknownYet()]))).toBe(
    'continue',
  );
  expect((await database.prisma.run.findUniqueOrThrow({ where: { id: runId } })).generation).toBe(1);

  async function killedWhileWaitingForAFactor(
    commit: () => Promise<unknown>,
  ): Promise<{ before: unknown; after: unknown }> {
    const state = async (): Promise<unknown> => [
      await database.prisma.run.findUniqueOrThrow({ where: { id: runId } }),
      await database.prisma.individual.count({ where: { runId } }),
      await database.prisma.generation.count({ where: { runId } }),
      await database.prisma.factor.count(),
    ];
    const before = await state();
    await withAdmin(url, async (other) => {
      // Another writer is about to add the same factor: the commit waits for it, half done.
      await other.query('BEGIN');
      const { hash, text } = unknownYet().program;
      await other.query('INSERT INTO factors (id, hash, formula, size, depth) VALUES ($1, $2, $3, 3, 2)', [
        factorIdOf(hash),
        hash,
        text,
      ]);
      const killed = expect(commit()).rejects.toThrow();
      await expect.poll(killWaiting).toBe(1);
      await killed;
      await other.query('ROLLBACK');
    });
    return { before, after: await state() };
  }
});

/** Asked on a connection of its own: within a transaction Postgres shows the same activity for ever. */
const killWaiting = (): Promise<number | null> =>
  withAdmin(url, async (client) => {
    const killed = await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO factors%' AND datname = current_database()`);
    return killed.rowCount;
  });

/** A program that no generation before has. */
function unknownYet(): Individual {
  const [one] = judgedIndividuals(1000).slice(-1);
  return { ...one!, birthGeneration: 1, slot: 500 };
}
