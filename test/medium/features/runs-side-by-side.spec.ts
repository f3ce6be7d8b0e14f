import type { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Individual } from '../../../src/core/evolution/individual.ts';
import { definitionHash } from '../../../src/core/experiment/experiment-hash.ts';
import { factorIdOf } from '../../../src/core/program/factor-id.ts';
import { PostgresRunStore } from '../../../src/features/runs/run.store.ts';
import type { Fence } from '../../../src/mining/ports.ts';
import { Database } from '../../../src/platform/database/database.ts';
import { testDatabase } from '../../support/test-database.ts';
import { judgedIndividuals, toyGeneration } from '../../support/toy-generation.ts';
import { TOY_EXPERIMENT } from '../../support/toy-market.ts';
import { insertToyDataset, insertToyRun } from '../../support/toy-rows.ts';
import { withAdmin } from '../../support/with-admin.ts';

const INDIVIDUALS = judgedIndividuals(200);

const { url } = testDatabase();
let database: Database;
let datasetId: string;
let store: PostgresRunStore;

beforeAll(async () => {
  database = new Database({ databaseUrl: url, maximumConnections: 8, onIdleError: () => undefined });
  datasetId = await insertToyDataset(database);
  const key = {
    datasetId,
    sliceHash: 'slice',
    period: TOY_EXPERIMENT.periods.train,
    definitionHash: definitionHash(TOY_EXPERIMENT.evaluation),
    engineVersion: 'test',
    horizonDays: 1,
  };
  store = new PostgresRunStore(database).keepingEvaluations({ key, fitness: 'rank' });
});
afterAll(() => database.close());

async function claimedRun(): Promise<Fence> {
  const runId = await insertToyRun(database, datasetId, {
    experiment: TOY_EXPERIMENT,
    seed: 's',
    warmStart: [],
  });
  return (await store.claim(runId, 'owner', 60_000))!.fence;
}

/** Has another writer add a factor and not yet commit: whoever adds the same one waits, half done. */
async function whileAnotherAdds(
  { program }: Individual,
  work: (other: Client) => Promise<void>,
): Promise<void> {
  await withAdmin(url, async (other) => {
    await other.query('BEGIN');
    await other.query('INSERT INTO factors (id, hash, formula, size, depth) VALUES ($1, $2, $3, $4, $5)', [
      factorIdOf(program.hash),
      program.hash,
      program.text,
      program.size,
      program.depth,
    ]);
    await work(other);
  });
}

/** Asked on a connection of its own: within a transaction Postgres shows the same activity for ever. */
const ofWaiting = (select: string): Promise<number | null> =>
  withAdmin(url, async (client) => {
    const found = await client.query(`SELECT ${select} FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO factors%' AND datname = current_database()`);
    return found.rowCount;
  });

test('runs that find the same factors in opposite order neither deadlock nor write one twice', async () => {
  const [forwards, backwards] = [await claimedRun(), await claimedRun()];
  await whileAnotherAdds(INDIVIDUALS[100]!, async (other) => {
    const commits = Promise.all([
      store.commitGeneration(forwards, toyGeneration(0, INDIVIDUALS)),
      store.commitGeneration(backwards, toyGeneration(0, INDIVIDUALS.toReversed())),
    ]);
    await Promise.all([
      expect
        .poll(() => ofWaiting('1'), { timeout: 5_000 })
        .toBe(2)
        .then(() => other.query('ROLLBACK')),
      expect(commits).resolves.toEqual(['continue', 'continue']),
    ]);
  });
  expect(await database.prisma.individual.count()).toBe(2 * INDIVIDUALS.length);
  const distinct = new Set(INDIVIDUALS.map((one) => one.program.hash)).size;
  expect(await database.prisma.factor.count()).toBe(distinct);
  expect(await database.prisma.evaluation.count()).toBe(distinct);
});

test('a connection that is killed in the middle of a generation leaves the one before', async () => {
  const fence = await claimedRun();
  const { runId } = fence;
  const state = async (): Promise<unknown> => [
    await database.prisma.run.findUniqueOrThrow({ where: { id: runId } }),
    await database.prisma.individual.count({ where: { runId } }),
    await database.prisma.generation.count({ where: { runId } }),
    await database.prisma.factor.count(),
  ];
  await store.commitGeneration(fence, toyGeneration(0, INDIVIDUALS));
  const before = await state();

  const newcomer = { ...judgedIndividuals(1000).at(-1)!, birthGeneration: 1, slot: 0 };
  const next = toyGeneration(1, [newcomer]);
  await whileAnotherAdds(newcomer, async () => {
    await Promise.all([
      expect.poll(() => ofWaiting('pg_terminate_backend(pid)'), { timeout: 5_000 }).toBe(1),
      expect(store.commitGeneration(fence, next)).rejects.toThrow('terminating connection'),
    ]);
  });
  expect(await state()).toEqual(before);

  expect(await store.commitGeneration(fence, next)).toBe('continue');
  expect(await database.prisma.run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({
    generation: 1,
  });
});
