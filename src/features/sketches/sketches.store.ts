import { Injectable } from '@nestjs/common';
import { MISSING_CELL } from '../../compute/sketch/sketch-factor.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { requireUuid } from '../../platform/paging/ids.ts';

export interface FactorSketch {
  readonly factorId: string;
  readonly scores: Int8Array;
}

/** Sketches that one statement reads: 2 MB. */
const READ_AT_A_TIME = 500;

/** Sketches as bytes, and what libraries they belong to. */
@Injectable()
export class SketchesStore {
  constructor(private readonly database: Database) {}

  /** Number of a grid, which is made known with its first use. @param hash as `sketchGridHash` */
  async gridId(hash: string, datasetId: string): Promise<number> {
    const known = await this.findGrid(hash);
    if (known !== null) return known;
    await this.database.pool.query(
      'INSERT INTO sketch_grids (hash, dataset_id) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING',
      [hash, datasetId],
    );
    const made = await this.findGrid(hash);
    if (made !== null) return made;
    throw new Refusal('NOT_FOUND', `sketches: dataset ${datasetId} was deleted meanwhile`, {
      where: 'datasetId',
      remedy: 'list the datasets to see which there are',
    });
  }

  /** Those that are kept, in any order. */
  async read(gridId: number, factorIds: readonly string[]): Promise<FactorSketch[]> {
    const found: FactorSketch[] = [];
    for (let at = 0; at < factorIds.length; at += READ_AT_A_TIME) {
      const { rows } = await this.database.pool.query<{ factorId: string; scores: Buffer }>(
        'SELECT factor_id AS "factorId", scores FROM sketches WHERE grid_id = $1 AND factor_id = ANY($2::uuid[])',
        [gridId, factorIds.slice(at, at + READ_AT_A_TIME)],
      );
      found.push(...rows.map(({ factorId, scores }) => ({ factorId, scores: new Int8Array(scores) })));
    }
    return found;
  }

  /** Keeps the sketches of factors that are stored, in one statement; of programs that are no factors nothing is kept. */
  async keep(gridId: number, sketches: readonly FactorSketch[]): Promise<void> {
    // By the order of their ids, so that writers side by side cannot deadlock.
    const rows = [...sketches].sort((a, b) => (a.factorId < b.factorId ? -1 : 1));
    await this.database.pool.query(
      `INSERT INTO sketches (grid_id, factor_id, scores, coverage)
       SELECT $1, s.factor_id, s.scores, s.coverage
       FROM unnest($2::uuid[], $3::bytea[], $4::float8[]) AS s(factor_id, scores, coverage)
       JOIN factors f ON f.id = s.factor_id
       ON CONFLICT (grid_id, factor_id) DO NOTHING`,
      [
        gridId,
        rows.map(({ factorId }) => factorId),
        rows.map(({ scores }) => Buffer.from(scores.buffer, scores.byteOffset, scores.byteLength)),
        rows.map(({ scores }) => coverageOf(scores)),
      ],
    );
  }

  /** Raised by every change of a library's members or of their sketches. @throws Refusal NOT_FOUND */
  async libraryVersion(libraryId: string): Promise<number> {
    const { rows } = await this.database.pool.query<{ version: number }>(
      'SELECT version FROM libraries WHERE id = $1',
      [requireUuid(libraryId, 'libraryId')],
    );
    if (rows[0]) return rows[0].version;
    throw new Refusal('NOT_FOUND', `library: no library ${libraryId}`, {
      where: 'libraryId',
      remedy: 'list the libraries to see which there are',
    });
  }

  /** Factors of a library's present members. */
  async memberIds(libraryId: string): Promise<string[]> {
    const { rows } = await this.database.pool.query<{ factorId: string }>(
      'SELECT factor_id AS "factorId" FROM library_members WHERE library_id = $1 AND retired_at IS NULL ORDER BY id',
      [libraryId],
    );
    return rows.map(({ factorId }) => factorId);
  }

  private async findGrid(hash: string): Promise<number | null> {
    const { rows } = await this.database.pool.query<{ id: number }>(
      'SELECT id FROM sketch_grids WHERE hash = $1',
      [hash],
    );
    return rows[0]?.id ?? null;
  }
}

function coverageOf(scores: Int8Array): number {
  let present = 0;
  for (const score of scores) if (score !== MISSING_CELL) present++;
  return scores.length === 0 ? 0 : present / scores.length;
}
