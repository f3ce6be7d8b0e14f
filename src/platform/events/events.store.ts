import type { Pool, PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { NewEvent } from './event.ts';

/** Channel on which processes hear that there are new events; lost messages are made up for by looking. */
export const EVENTS_CHANNEL = 'factormine_events';

/**
 * Records an event, once, in the transaction of `client`: it is there exactly if what it tells of is there.
 * @returns whether it is new
 */
export async function recordEvent(client: Pool | PoolClient, event: NewEvent): Promise<boolean> {
  const { kind, subjectId, detail, once } = event;
  const { rowCount } = await client.query(
    `WITH added AS (
       INSERT INTO events (id, kind, subject_id, detail, once) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (once) DO NOTHING RETURNING id)
     SELECT pg_notify($6, id::text) FROM added`,
    [uuidv7(), kind, subjectId, JSON.stringify(detail), once, EVENTS_CHANNEL],
  );
  return rowCount === 1;
}
