import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { ValuesOutcome } from '../../compute/imported/values-options.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';

/** Imported values as the store knows them; the values themselves are a file. */
export interface ImportedValuesRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly seriesId: string;
  readonly seriesName: string;
  readonly sourceFile: string;
  readonly hash: string;
  /** Of the file before; null where it was the first. */
  readonly formerHash: string | null;
  /** `YYYY-MM-DD`. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly dayCount: number;
  readonly symbolCount: number;
  readonly cellCount: number;
  readonly bytes: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly changedAt: Date;
  readonly changedBy: string;
  readonly deletedAt: Date | null;
}

/** What values of a series are checked against. */
export interface SeriesMarket {
  readonly seriesId: string;
  /** Trading days, `YYYY-MM-DD`. */
  readonly days: readonly string[];
  readonly symbols: readonly string[];
}

/** What a finished import writes down. */
export interface ImportedFile {
  readonly name: string;
  /** Null leaves it as it is. */
  readonly description: string | null;
  readonly seriesId: string;
  readonly sourceFile: string;
  readonly who: string;
  readonly outcome: ValuesOutcome;
  /** Of what the import continued; null where the name was free. */
  readonly formerHash: string | null;
}

const SELECT = `SELECT v.id, v.name, v.description, v.series_id AS "seriesId", s.name AS "seriesName",
    v.source_file AS "sourceFile", v.hash, v.former_hash AS "formerHash", v.first_day AS "firstDay", v.last_day AS "lastDay",
    v.day_count AS "dayCount", v.symbol_count AS "symbolCount", v.cell_count AS "cellCount", v.bytes::float8 AS bytes,
    v.created_at AS "createdAt", v.created_by AS "createdBy", v.changed_at AS "changedAt", v.changed_by AS "changedBy",
    v.deleted_at AS "deletedAt"
  FROM imported_values v JOIN series s ON s.id = v.series_id`;

@Injectable()
export class ImportedValuesStore {
  constructor(private readonly database: Database) {}

  /** Deleted ones too; null where the name was never given. */
  async find(name: string): Promise<ImportedValuesRecord | null> {
    return (await this.select('WHERE v.name = $1', [name]))[0] ?? null;
  }

  /** Those of the names that are there, in no order. */
  ofNames(names: readonly string[]): Promise<ImportedValuesRecord[]> {
    return this.select('WHERE v.name = ANY($1::text[]) AND v.deleted_at IS NULL', [names]);
  }

  /** Newest first, without those that were deleted. */
  async list(page: PageRequest): Promise<Page<ImportedValuesRecord>> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const rows = await this.select(
      'WHERE ($1::uuid IS NULL OR v.id < $1) AND v.deleted_at IS NULL ORDER BY v.id DESC LIMIT $2',
      [after, page.pageSize + 1],
    );
    return toPage(rows, page.pageSize, ({ id }) => [id]);
  }

  /** At most a thousand: to say which may have been meant. */
  async names(): Promise<string[]> {
    const { rows } = await this.database.pool.query<{ name: string }>(
      'SELECT name FROM imported_values WHERE deleted_at IS NULL ORDER BY name LIMIT 1000',
    );
    return rows.map(({ name }) => name);
  }

  /** Hashes of every file that is of use: the present ones, and those before them. */
  async hashes(): Promise<{ readonly name: string; readonly hash: string }[]> {
    const { rows } = await this.database.pool.query<{ name: string; hash: string }>(
      `SELECT name, hash FROM imported_values WHERE deleted_at IS NULL UNION ALL
       SELECT name, former_hash FROM imported_values WHERE deleted_at IS NULL AND former_hash IS NOT NULL`,
    );
    return rows;
  }

  /** Trading days and symbols of the latest dataset of a series; null where there is none. */
  async market(seriesName: string): Promise<SeriesMarket | null> {
    const { rows } = await this.database.pool.query<SeriesMarket>(
      `SELECT s.id AS "seriesId", d.manifest->'days' AS days, d.manifest->'symbols' AS symbols
       FROM series s JOIN datasets d ON d.series_id = s.id WHERE s.name = $1 ORDER BY d.sequence DESC LIMIT 1`,
      [seriesName],
    );
    return rows[0] ?? null;
  }

  /** Writes an import down. @throws Refusal CONFLICT where the values were changed by another import meanwhile */
  async keep(file: ImportedFile): Promise<ImportedValuesRecord> {
    const { name, formerHash, outcome } = file;
    const written = formerHash === null ? await this.insert(file) : await this.update(file, formerHash);
    if (!written) throw overtaken(name);
    const kept = await this.find(name);
    if (kept === null || kept.hash !== outcome.hash) throw overtaken(name);
    return kept;
  }

  /** The name stays taken. `decide` is told who uses them, and stops the deletion by throwing. */
  async delete(name: string, decide: (users: readonly string[]) => void): Promise<void> {
    await this.database.transaction(async (client) => {
      await client.query('SELECT 1 FROM imported_values WHERE name = $1 FOR UPDATE', [name]);
      const { rows } = await client.query<{ user: string }>(
        `SELECT DISTINCT 'library ' || l.name || ' (a member reads them)' AS user
         FROM library_members m JOIN libraries l ON l.id = m.library_id JOIN factors f ON f.id = m.factor_id
         WHERE m.retired_at IS NULL AND f.fields @> ARRAY['imported_' || $1]::text[]
         UNION
         SELECT 'run ' || r.name || ' (it keeps away from them)' FROM runs r
         WHERE r.state IN ('CREATED', 'QUEUED', 'RUNNING', 'PAUSED')
           AND r.unlike::text ~ ('imported_' || $1 || '([^a-z0-9_]|$)')
         ORDER BY 1 LIMIT 20`,
        [name],
      );
      decide(rows.map(({ user }) => user));
      await client.query('UPDATE imported_values SET deleted_at = now() WHERE name = $1', [name]);
    });
  }

  private async insert({
    name,
    description,
    seriesId,
    sourceFile,
    who,
    outcome,
  }: ImportedFile): Promise<boolean> {
    const inserted = await this.database.pool.query(
      `INSERT INTO imported_values (id, name, description, series_id, source_file, hash, first_day, last_day, day_count,
         symbol_count, cell_count, bytes, created_by, changed_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13) ON CONFLICT (name) DO NOTHING`,
      [uuidv7(), name, description ?? '', seriesId, sourceFile, ...factsOf(outcome), who],
    );
    return inserted.rowCount === 1;
  }

  private async update(
    { name, description, sourceFile, who, outcome }: ImportedFile,
    formerHash: string,
  ): Promise<boolean> {
    const updated = await this.database.pool.query(
      `UPDATE imported_values SET description = coalesce($2, description), source_file = $3, former_hash = hash, hash = $4,
         first_day = $5, last_day = $6, day_count = $7, symbol_count = $8, cell_count = $9, bytes = $10,
         changed_at = now(), changed_by = $11
       WHERE name = $1 AND hash = $12 AND deleted_at IS NULL`,
      [name, description, sourceFile, ...factsOf(outcome), who, formerHash],
    );
    return updated.rowCount === 1;
  }

  private async select(clause: string, values: readonly unknown[]): Promise<ImportedValuesRecord[]> {
    return (await this.database.pool.query<ImportedValuesRecord>(`${SELECT} ${clause}`, [...values])).rows;
  }
}

const factsOf = ({
  hash,
  firstDay,
  lastDay,
  days,
  symbols,
  cells,
  bytes,
}: ValuesOutcome): readonly unknown[] => [hash, firstDay, lastDay, days, symbols, cells, bytes];

const overtaken = (name: string): Refusal =>
  new Refusal('CONFLICT', `imported values ${name} were changed by another import meanwhile`, {
    expected: 'one import of a name at a time',
    actual: 'two',
    where: 'name',
    remedy: 'look at what they are now, and import again what is still lacking',
  });
