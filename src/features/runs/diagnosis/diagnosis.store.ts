import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.ts';
import { rowsOfEach } from '../../../platform/database/rows-of-each.ts';
import { MAXIMUM_BARREN_CLAIMS } from '../run.store.ts';
import type { DiagnosisFacts } from './diagnose.ts';

type StoredFacts = Omit<
  DiagnosisFacts,
  'waitsForEarlier' | 'workersAlive' | 'slots' | 'busySlots' | 'freeDiskBytes'
>;

const GENERATIONS_SEEN = 20;

/** What rows tell of a run that somebody wonders about. */
@Injectable()
export class DiagnosisStore {
  constructor(private readonly database: Database) {}

  /** In the order of the ids; null where there is no such run. */
  async factsOf(runIds: readonly string[]): Promise<(StoredFacts | null)[]> {
    const rows = await rowsOfEach<StoredFacts>(
      this.database.pool,
      runIds,
      `WITH latest AS (
         SELECT created_at, created_at - lag(created_at) OVER (ORDER BY generation) AS took
         FROM generations WHERE run_id = p.id ORDER BY generation DESC LIMIT $2)
       SELECT r.state, r.directive, r.reason, r.owner, r.barren_claims AS "barrenClaims", r.generation,
         $3::int AS "mostBarrenClaims",
         extract(epoch FROM r.lease_expires_at - now())::float8 AS "leaseSeconds",
         extract(epoch FROM now() - coalesce((SELECT max(created_at) FROM latest), r.started_at))::float8 AS "silentSeconds",
         (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM took)::float8) FROM latest
          HAVING count(took) >= 2) AS "usualSeconds",
         (SELECT count(*)::int FROM runs q WHERE q.state = 'QUEUED' AND q.id < r.id) AS ahead
       FROM runs r WHERE r.id = p.id`,
      [GENERATIONS_SEEN, MAXIMUM_BARREN_CLAIMS],
    );
    return rows.map(([row]) => row ?? null);
  }
}
