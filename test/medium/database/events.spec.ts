import { v7 as uuidv7 } from 'uuid';
import { afterAll, expect, it } from 'vitest';
import { Database } from '../../../src/platform/database/database.ts';
import { recordEvent } from '../../../src/platform/events/events.store.ts';
import { testDatabase } from '../../support/test-database.ts';

const { url } = testDatabase();
const database = new Database({ databaseUrl: url, maximumConnections: 2, onIdleError: () => undefined });
afterAll(() => database.close());

const subjectId = uuidv7();
const event = {
  kind: 'RUN_FINISHED',
  subjectId,
  detail: { best: 0.05 },
  once: `run:${subjectId}:1`,
} as const;
const stored = async () =>
  (await database.pool.query('SELECT kind, detail FROM events WHERE subject_id = $1', [subjectId])).rows;

it('is not recorded where the transaction that made it true fails', async () => {
  const failing = database.transaction(async (client) => {
    await recordEvent(client, event);
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  expect(await stored()).toEqual([]);
});

it('is recorded once under one name', async () => {
  expect(await database.transaction((client) => recordEvent(client, event))).toBe(true);
  expect(await recordEvent(database.pool, { ...event, detail: {} })).toBe(false);
  expect(await stored()).toEqual([{ kind: 'RUN_FINISHED', detail: { best: 0.05 } }]);
});
