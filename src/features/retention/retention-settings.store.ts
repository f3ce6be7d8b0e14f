import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import type { RetentionSettings } from './retention-settings.ts';

const COLUMNS = `automatic, after_days AS "afterDays", keep_generations AS "keepGenerations", keep_best AS "keepBest"`;

@Injectable()
export class RetentionSettingsStore {
  constructor(private readonly database: Database) {}

  async get(): Promise<RetentionSettings> {
    const found = await this.database.pool.query<RetentionSettings>(
      `SELECT ${COLUMNS} FROM retention_settings`,
    );
    return found.rows[0]!;
  }

  /** @param change what is left out stays */
  async set(change: Partial<RetentionSettings>): Promise<RetentionSettings> {
    const { automatic = null, afterDays = null, keepGenerations = null, keepBest = null } = change;
    const changed = await this.database.pool.query<RetentionSettings>(
      `UPDATE retention_settings SET automatic = coalesce($1, automatic), after_days = coalesce($2, after_days),
         keep_generations = coalesce($3, keep_generations), keep_best = coalesce($4, keep_best), changed_at = now()
       RETURNING ${COLUMNS}`,
      [automatic, afterDays, keepGenerations, keepBest],
    );
    return changed.rows[0]!;
  }
}
