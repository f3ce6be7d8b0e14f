import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { currentCaller } from '../../platform/auth/caller.ts';
import { Database } from '../../platform/database/database.ts';
import { rowsOfEach } from '../../platform/database/rows-of-each.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';
import type { AdmissionCheck } from './admission-checks.ts';

export interface ChangeRecord {
  readonly revision: number;
  readonly at: Date;
  readonly who: string;
  readonly kind: 'ADMITTED' | 'RETIRED' | 'RULES';
  readonly factorId: string | null;
  readonly detail: unknown;
}

export interface DecisionRecord {
  readonly id: string;
  readonly factorId: string;
  readonly formula: string;
  readonly at: Date;
  readonly who: string;
  readonly admitted: boolean;
  readonly forced: boolean;
  readonly checks: AdmissionCheck[];
}

export type NewDecision = Pick<DecisionRecord, 'factorId' | 'formula' | 'admitted' | 'forced' | 'checks'>;

/** Jobs decide too: nightly admissions. */
const whoDecides = (): string => currentCaller()?.name ?? 'service';

/** Counts and writes down a change, in the transaction that makes it and holds the library's row. @returns its revision */
export async function recordChange(
  client: PoolClient,
  libraryId: string,
  { kind, factorId, detail }: Pick<ChangeRecord, 'kind' | 'factorId' | 'detail'>,
): Promise<number> {
  const { rows } = await client.query<{ revision: number }>(
    'UPDATE libraries SET revision = revision + 1 WHERE id = $1 RETURNING revision',
    [libraryId],
  );
  const { revision } = rows[0]!;
  await client.query(
    `INSERT INTO library_changes (library_id, revision, who, kind, factor_id, detail) VALUES ($1, $2, $3, $4, $5, $6)`,
    [libraryId, revision, whoDecides(), kind, factorId, JSON.stringify(detail)],
  );
  return revision;
}

/** Writes down what was decided of a candidate; where it joins, in the transaction in which it does. */
export async function recordDecision(
  client: Pick<PoolClient, 'query'>,
  libraryId: string,
  { factorId, formula, admitted, forced, checks }: NewDecision,
): Promise<void> {
  await client.query(
    `INSERT INTO library_decisions (id, library_id, factor_id, formula, who, admitted, forced, checks)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [uuidv7(), libraryId, factorId, formula, whoDecides(), admitted, forced, JSON.stringify(checks)],
  );
}

/** What became of a library and of those who wanted in. */
@Injectable()
export class LibraryHistoryStore {
  constructor(private readonly database: Database) {}

  /**
   * Of a candidate that was not let in.
   * @param revision of the members and rules that it was checked against
   * @returns whether that is still the library's; nothing is written where it is not
   */
  async decide(libraryId: string, revision: number, decision: NewDecision): Promise<boolean> {
    return this.database.transaction(async (client) => {
      const locked = await client.query('SELECT 1 FROM libraries WHERE id = $1 AND revision = $2 FOR SHARE', [
        libraryId,
        revision,
      ]);
      if (locked.rowCount === 0) return false;
      await recordDecision(client, libraryId, decision);
      return true;
    });
  }

  /** Of each library, newest first. @throws Refusal INVALID_INPUT for a page token of another list */
  async decisionsOf(
    libraryIds: readonly string[],
    admitted: boolean | null,
    page: PageRequest,
  ): Promise<Page<DecisionRecord>[]> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const found = await rowsOfEach<DecisionRecord>(
      this.database.pool,
      libraryIds,
      `SELECT id, factor_id AS "factorId", formula, at, who, admitted, forced, checks FROM library_decisions
       WHERE library_id = p.id AND ($2::uuid IS NULL OR id < $2) AND ($3::bool IS NULL OR admitted = $3)
       ORDER BY id DESC LIMIT $4`,
      [after, admitted, page.pageSize + 1],
    );
    return found.map((rows) => toPage(rows, page.pageSize, ({ id }) => [id]));
  }

  /** Of each library, newest first, at most so many each. */
  changesOf(libraryIds: readonly string[], most: number): Promise<ChangeRecord[][]> {
    return rowsOfEach<ChangeRecord>(
      this.database.pool,
      libraryIds,
      `SELECT revision, at, who, kind, factor_id AS "factorId", detail FROM library_changes
       WHERE library_id = p.id ORDER BY revision DESC LIMIT $2`,
      [most],
    );
  }
}
