import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { inOrderOf } from '../../platform/database/in-order-of.ts';
import { rowsOfEach } from '../../platform/database/rows-of-each.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';
import { holdImportedValues } from '../imported-values/held-values.store.ts';
import type { AdmissionCheck, LibraryRules } from './admission-checks.ts';
import { recordChange, recordDecision } from './library-history.store.ts';

export interface LibraryRecord {
  readonly id: string;
  readonly name: string;
  readonly rules: LibraryRules;
  /** Of the last change of members or rules. */
  readonly revision: number;
  readonly createdAt: Date;
}

export interface MemberRecord {
  readonly id: string;
  readonly libraryId: string;
  readonly factorId: string;
  readonly formula: string;
  readonly checks: AdmissionCheck[];
  readonly forced: boolean;
  readonly admittedAt: Date;
  readonly retiredAt: Date | null;
  readonly retireReason: string | null;
}

const COLUMNS = 'id, name, rules, revision, created_at AS "createdAt"';

const MEMBER_COLUMNS = `m.id, m.library_id AS "libraryId", m.factor_id AS "factorId", f.formula, m.checks, m.forced,
  m.admitted_at AS "admittedAt", m.retired_at AS "retiredAt", m.retire_reason AS "retireReason"`;

const RAISE_VERSION = 'UPDATE libraries SET version = version + 1 WHERE id = $1';

const MEMBERS = `SELECT ${MEMBER_COLUMNS} FROM library_members m JOIN factors f ON f.id = m.factor_id`;

@Injectable()
export class LibrariesStore {
  constructor(private readonly database: Database) {}

  /** @throws Refusal ALREADY_EXISTS for a name that is taken */
  async insert(library: Omit<LibraryRecord, 'createdAt' | 'revision'>): Promise<LibraryRecord> {
    const { rows } = await this.database.pool.query<LibraryRecord>(
      `INSERT INTO libraries (id, name, rules) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING
       RETURNING ${COLUMNS}`,
      [library.id, library.name, JSON.stringify(library.rules)],
    );
    if (rows[0]) return rows[0];
    throw new Refusal('ALREADY_EXISTS', `library: the name "${library.name}" is taken`, {
      where: 'name',
      remedy: 'choose another name',
    });
  }

  /** @throws Refusal NOT_FOUND */
  async get(id: string): Promise<LibraryRecord> {
    const found = await this.database.pool.query<LibraryRecord>(
      `SELECT ${COLUMNS} FROM libraries WHERE id = $1`,
      [requireUuid(id, 'libraryId')],
    );
    if (found.rows[0]) return found.rows[0];
    throw new Refusal('NOT_FOUND', `library: no library ${id}`, {
      where: 'libraryId',
      remedy: 'list the libraries to see which there are',
    });
  }

  /** In the order of the ids; null where there is none. */
  async byIds(ids: readonly string[]): Promise<(LibraryRecord | null)[]> {
    const { rows } = await this.database.pool.query<LibraryRecord>(
      `SELECT ${COLUMNS} FROM libraries WHERE id = ANY($1::uuid[])`,
      [ids],
    );
    return inOrderOf(ids, rows);
  }

  /** Newest first. */
  async list(page: PageRequest): Promise<Page<LibraryRecord>> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const found = await this.database.pool.query<LibraryRecord>(
      `SELECT ${COLUMNS} FROM libraries WHERE ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`,
      [after, page.pageSize + 1],
    );
    return toPage(found.rows, page.pageSize, (library) => [library.id]);
  }

  /** All members in the order in which they joined; with `retired` also those that left. */
  async members(libraryId: string, retired: boolean): Promise<MemberRecord[]> {
    const { rows } = await this.database.pool.query<MemberRecord>(
      `${MEMBERS} WHERE m.library_id = $1 AND ($2 OR m.retired_at IS NULL) ORDER BY m.id`,
      [libraryId, retired],
    );
    return rows;
  }

  /** A page of the members of each library, in the order in which they joined. @throws Refusal INVALID_INPUT for a foreign token */
  async memberPagesOf(
    libraryIds: readonly string[],
    retired: boolean,
    page: PageRequest,
  ): Promise<Page<MemberRecord>[]> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const found = await rowsOfEach<MemberRecord>(
      this.database.pool,
      libraryIds,
      `${MEMBERS} WHERE m.library_id = p.id AND ($2 OR m.retired_at IS NULL) AND ($3::uuid IS NULL OR m.id > $3)
       ORDER BY m.id LIMIT $4`,
      [retired, after, page.pageSize + 1],
    );
    return found.map((rows) => toPage(rows, page.pageSize, ({ id }) => [id]));
  }

  /**
   * Admits a factor if members and rules are still those that it was checked against, under the library's row lock: of two
   * like factors that come at once the second is checked again, and so is one whose rules were changed meanwhile.
   * @param checkedAgainst revision of the library
   * @returns null where something has changed meanwhile
   */
  async admit(
    member: Pick<MemberRecord, 'id' | 'libraryId' | 'factorId' | 'formula' | 'checks' | 'forced'> & {
      /** Signed mean IC by which it is let in. */
      readonly admissionIc: number | null;
    },
    checkedAgainst: number,
  ): Promise<MemberRecord | null> {
    return this.database.transaction(async (client) => {
      const now = await client.query<{ revision: number }>(
        'SELECT revision FROM libraries WHERE id = $1 FOR UPDATE',
        [member.libraryId],
      );
      if (now.rows[0]?.revision !== checkedAgainst) return null;
      const { factorId, libraryId, forced, admissionIc } = member;
      await holdImportedValues(client, factorId);
      await recordDecision(client, libraryId, { ...member, admitted: true });
      const revision = await recordChange(client, libraryId, {
        kind: 'ADMITTED',
        factorId,
        detail: { forced },
      });
      await client.query(
        `INSERT INTO library_members (id, library_id, factor_id, checks, forced, admitted_revision, admission_ic)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [member.id, libraryId, factorId, JSON.stringify(member.checks), forced, revision, admissionIc],
      );
      await client.query(RAISE_VERSION, [libraryId]);
      const { rows } = await client.query<MemberRecord>(`${MEMBERS} WHERE m.id = $1`, [member.id]);
      return rows[0] ?? null;
    });
  }

  /** @throws Refusal NOT_FOUND where the factor is no member */
  async retire(libraryId: string, factorId: string, reason: string): Promise<MemberRecord> {
    requireUuid(factorId, 'factorId');
    return this.database.transaction(async (client) => {
      await client.query('SELECT 1 FROM libraries WHERE id = $1 FOR UPDATE', [libraryId]);
      const retired = await client.query<{ id: string }>(
        `UPDATE library_members SET retired_at = now(), retire_reason = $3
         WHERE library_id = $1 AND factor_id = $2 AND retired_at IS NULL RETURNING id`,
        [libraryId, factorId, reason],
      );
      const id = retired.rows[0]?.id ?? refuseMember(factorId);
      const revision = await recordChange(client, libraryId, {
        kind: 'RETIRED',
        factorId,
        detail: { reason },
      });
      await client.query('UPDATE library_members SET retired_revision = $2 WHERE id = $1', [id, revision]);
      await client.query(RAISE_VERSION, [libraryId]);
      const { rows } = await client.query<MemberRecord>(`${MEMBERS} WHERE m.id = $1`, [id]);
      return rows[0] ?? refuseMember(factorId);
    });
  }

  /** Members as they were after a revision, in the order in which they joined. */
  async membersAt(libraryId: string, revision: number): Promise<MemberRecord[]> {
    const found = await this.database.pool.query<MemberRecord>(
      `${MEMBERS} WHERE m.library_id = $1 AND m.admitted_revision <= $2
         AND (m.retired_revision IS NULL OR m.retired_revision > $2) ORDER BY m.id`,
      [libraryId, revision],
    );
    return found.rows;
  }

  /** Replaces the rules, as the next revision. */
  async changeRules(libraryId: string, decide: (now: LibraryRules) => LibraryRules): Promise<LibraryRecord> {
    return this.database.transaction(async (client) => {
      const locked = await client.query<LibraryRecord>(
        `SELECT ${COLUMNS} FROM libraries WHERE id = $1 FOR UPDATE`,
        [libraryId],
      );
      const before = locked.rows[0]!.rules;
      const rules = decide(before);
      await recordChange(client, libraryId, {
        kind: 'RULES',
        factorId: null,
        detail: { before, after: rules },
      });
      const { rows } = await client.query<LibraryRecord>(
        `UPDATE libraries SET rules = $2, version = version + 1 WHERE id = $1 RETURNING ${COLUMNS}`,
        [libraryId, JSON.stringify(rules)],
      );
      return rows[0]!;
    });
  }

  /** Formulas of those of the factors that are present members. */
  async formulas(
    libraryId: string,
    factorIds: readonly string[],
  ): Promise<Pick<MemberRecord, 'factorId' | 'formula'>[]> {
    const { rows } = await this.database.pool.query<Pick<MemberRecord, 'factorId' | 'formula'>>(
      `SELECT m.factor_id AS "factorId", f.formula FROM library_members m JOIN factors f ON f.id = m.factor_id
       WHERE m.library_id = $1 AND m.factor_id = ANY($2::uuid[]) AND m.retired_at IS NULL`,
      [libraryId, factorIds],
    );
    return rows;
  }

  /** Formulas of present members without a sketch on a grid, at most so many. */
  async membersWithoutSketch(libraryId: string, gridId: number, most: number): Promise<string[]> {
    const { rows } = await this.database.pool.query<{ formula: string }>(
      `SELECT f.formula FROM library_members m JOIN factors f ON f.id = m.factor_id
       WHERE m.library_id = $1 AND m.retired_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM sketches s WHERE s.grid_id = $2 AND s.factor_id = m.factor_id)
       ORDER BY m.id LIMIT $3`,
      [libraryId, gridId, most],
    );
    return rows.map(({ formula }) => formula);
  }

  /** Tells whoever holds the library in memory that members or their sketches changed. */
  async raiseVersion(libraryId: string): Promise<void> {
    await this.database.pool.query(RAISE_VERSION, [libraryId]);
  }
}

function refuseMember(factorId: string): never {
  throw new Refusal('NOT_FOUND', `library: factor ${factorId} is no member`, {
    where: 'factorId',
    remedy: 'list the members to see which there are',
  });
}
