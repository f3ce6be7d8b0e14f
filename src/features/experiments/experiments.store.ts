import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Experiment } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { inOrderOf } from '../../platform/database/in-order-of.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';

export interface ExperimentRecord {
  readonly id: string;
  readonly hash: string;
  readonly name: string | null;
  readonly configuration: Experiment;
  readonly createdAt: Date;
}

const COLUMNS = 'id, hash, name, configuration, created_at AS "createdAt"';

@Injectable()
export class ExperimentsStore {
  constructor(private readonly database: Database) {}

  /** The row of this hash, made if there is none; a name that is already there stays. */
  async put(
    experiment: Experiment,
    hash: string,
    name: string | null,
    client: pg.ClientBase | pg.Pool = this.database.pool,
  ): Promise<ExperimentRecord> {
    await client.query(
      'INSERT INTO experiments (id, hash, name, configuration) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING',
      [uuidv7(), hash, name, JSON.stringify(experiment)],
    );
    const found = await client.query<ExperimentRecord>(`SELECT ${COLUMNS} FROM experiments WHERE hash = $1`, [
      hash,
    ]);
    return found.rows[0]!;
  }

  /** @throws Refusal NOT_FOUND */
  async get(id: string): Promise<ExperimentRecord> {
    const found = await this.database.pool.query<ExperimentRecord>(
      `SELECT ${COLUMNS} FROM experiments WHERE id = $1`,
      [requireUuid(id, 'experimentId')],
    );
    const experiment = found.rows[0];
    if (!experiment) {
      throw new Refusal('NOT_FOUND', `experiment: no experiment ${id}`, {
        where: 'experimentId',
        remedy: 'list the experiments to see which there are',
      });
    }
    return experiment;
  }

  /** In the order of the ids; null where there is none. */
  async byIds(ids: readonly string[]): Promise<(ExperimentRecord | null)[]> {
    const { rows } = await this.database.pool.query<ExperimentRecord>(
      `SELECT ${COLUMNS} FROM experiments WHERE id = ANY($1::uuid[])`,
      [ids],
    );
    return inOrderOf(ids, rows);
  }

  /** Newest first. */
  async list(page: PageRequest): Promise<Page<ExperimentRecord>> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const found = await this.database.pool.query<ExperimentRecord>(
      // UUIDv7 ids ascend with time, so the id alone is the order.
      `SELECT ${COLUMNS} FROM experiments WHERE ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`,
      [after, page.pageSize + 1],
    );
    return toPage(found.rows, page.pageSize, (experiment) => [experiment.id]);
  }
}
