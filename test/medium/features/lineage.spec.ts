import { afterAll, beforeAll, expect, test } from 'vitest';
import { LineageStore } from '../../../src/features/factors/lineage.store.ts';
import { Database } from '../../../src/platform/database/database.ts';
import { testDatabase } from '../../support/test-database.ts';
import { TOY_EXPERIMENT } from '../../support/toy-market.ts';
import { insertToyDataset, insertToyRun } from '../../support/toy-rows.ts';

const { url } = testDatabase();
let database: Database;
let lineage: LineageStore;

const idOf = (name: string): string => `00000000-0000-8000-8000-${name.padStart(12, '0')}`;
const hashOf = (name: string): string => name.padStart(64, '0');

beforeAll(async () => {
  database = new Database({ databaseUrl: url, maximumConnections: 4, onIdleError: () => undefined });
  lineage = new LineageStore(database);
  const datasetId = await insertToyDataset(database);
  const setup = { experiment: TOY_EXPERIMENT, seed: 's', warmStart: [] };
  const [first, second] = [
    await insertToyRun(database, datasetId, setup),
    await insertToyRun(database, datasetId, setup),
  ];
  await born(first, 1, 'a', 'b');
  await born(first, 2, 'b', 'c');
  // Another run finds the way back, and the first birth once more.
  await born(second, 1, 'c', 'a');
  await born(second, 2, 'a', 'b');
  await born(second, 3, 'b', 'b');
  await born(second, 4, 'b', 'd');
});
afterAll(() => database.close());

async function born(runId: string, generation: number, parent: string, child: string): Promise<void> {
  await database.pool.query(
    `INSERT INTO factors (id, hash, formula, size, depth)
     SELECT id, hash, right(hash, 1), 1, 1 FROM unnest($1::uuid[], $2::text[]) AS f(id, hash) ON CONFLICT DO NOTHING`,
    [[parent, child].map(idOf), [parent, child].map(hashOf)],
  );
  await database.prisma.lineage.create({
    data: {
      runId,
      generation,
      slot: 0,
      parentId: idOf(parent),
      childId: idOf(child),
      mutation: 'node',
      before: parent,
      after: child,
      parentFitness: 0.01 * generation,
      childFitness: 0.02 * generation,
    },
  });
}

const edgesOf = (graph: { edges: readonly { before: string; after: string }[] }): string[] =>
  graph.edges.map((edge) => `${edge.before}${edge.after}`).sort();

test('ancestry over all runs goes round a cycle once', async () => {
  const graph = await lineage.graph(idOf('d'), 'ancestors', 100);
  expect(edgesOf(graph)).toEqual(['ab', 'bc', 'bd', 'ca']);
  expect(graph.nodes.map(({ formula, distance }) => `${formula}${distance}`)).toEqual([
    'd0',
    'b1',
    'a2',
    'c3',
  ]);
  expect(graph.truncated).toBe(false);
});

test('descendants stop at the depth that was asked for', async () => {
  const graph = await lineage.graph(idOf('a'), 'descendants', 2);
  expect(edgesOf(graph)).toEqual(['ab', 'bc', 'bd']);
});

test('of births that repeat, the first is told, with both fitnesses', async () => {
  const graph = await lineage.graph(idOf('a'), 'descendants', 1);
  expect(graph.edges).toEqual([
    expect.objectContaining({ generation: 1, parentFitness: 0.01, childFitness: 0.02, mutation: 'node' }),
  ]);
});

test('a factor without relatives is its own family', async () => {
  const graph = await lineage.graph(idOf('d'), 'descendants', 5);
  expect(graph).toMatchObject({ edges: [], nodes: [{ formula: 'd', distance: 0 }] });
});
