import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Period } from '../../core/experiment/experiment.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import type { TearSheet } from '../../core/statistics/tear-sheet/tear-sheet.ts';
import { Database } from '../../platform/database/database.ts';
import { type EvaluationKey, STORED_ENGINE_VERSION } from './evaluation-key.ts';
import { evaluationKeyId } from './evaluations.store.ts';

/** The newest sheets that are kept; each takes some hundred kilobytes. */
export const SHEETS_KEPT = 500;

export interface SheetSought {
  /** Canonical hash of the program. */
  readonly hash: string;
  /** Datasets under whose name it may be kept. */
  readonly datasetIds: readonly string[];
  readonly period: Period;
  readonly definitionHash: string;
  readonly optionsHash: string;
}

/** Tear sheets that were made. They can always be made again, so the oldest are dropped. */
@Injectable()
export class TearSheetsStore {
  constructor(private readonly database: Database) {}

  /** Keeps a sheet, in the place of an equal one, and drops the oldest. @returns its id */
  async keep(made: {
    readonly hash: string;
    readonly key: EvaluationKey;
    readonly optionsHash: string;
    readonly sheet: TearSheet;
  }): Promise<string> {
    return this.database.transaction(async (client) => {
      const keyId = await evaluationKeyId(client, made.key);
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO tear_sheets (id, factor_id, key_id, options_hash, sheet) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (factor_id, key_id, options_hash) DO UPDATE SET sheet = excluded.sheet RETURNING id`,
        [uuidv7(), factorIdOf(made.hash), keyId, made.optionsHash, JSON.stringify(made.sheet)],
      );
      await client.query(
        `DELETE FROM tear_sheets WHERE id IN (
           SELECT id FROM tear_sheets
           WHERE id <= (SELECT id FROM tear_sheets ORDER BY id DESC OFFSET $1 LIMIT 1) FOR UPDATE SKIP LOCKED)`,
        [SHEETS_KEPT],
      );
      return rows[0]!.id;
    });
  }

  /** Null where none is kept. */
  async find({
    hash,
    datasetIds,
    period,
    definitionHash,
    optionsHash,
  }: SheetSought): Promise<TearSheet | null> {
    const found = await this.database.pool.query<{ sheet: TearSheet }>(
      `SELECT s.sheet FROM tear_sheets s JOIN evaluation_keys k ON k.id = s.key_id
       WHERE s.factor_id = $1 AND s.options_hash = $2 AND k.dataset_id = ANY($3::uuid[]) AND k.period_from = $4
         AND k.period_to = $5 AND k.definition_hash = $6 AND k.engine_version = $7 ORDER BY s.id DESC LIMIT 1`,
      [
        factorIdOf(hash),
        optionsHash,
        datasetIds,
        period.from,
        period.to,
        definitionHash,
        STORED_ENGINE_VERSION,
      ],
    );
    return found.rows[0]?.sheet ?? null;
  }

  /** Null where it was dropped in between. */
  async get(id: string): Promise<TearSheet | null> {
    const found = await this.database.pool.query<{ sheet: TearSheet }>(
      'SELECT sheet FROM tear_sheets WHERE id = $1',
      [id],
    );
    return found.rows[0]?.sheet ?? null;
  }
}
