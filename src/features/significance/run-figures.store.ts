import { Injectable } from '@nestjs/common';
import type { CorrelationKind, Period } from '../../core/experiment/experiment.ts';
import { Database } from '../../platform/database/database.ts';
import { STORED_ENGINE_VERSION } from '../evaluations/evaluation-key.ts';
import { EVALUATION_COLUMNS, type EvaluationRow } from '../factors/factor-queries.store.ts';

export interface WhereMeasured {
  /** Datasets under whose names the evaluations are kept. */
  readonly datasetIds: readonly string[];
  readonly period: Period;
  readonly definitionHash: string;
}

const KEYS = `k.dataset_id = ANY($2::uuid[]) AND k.period_from = $3::date AND k.period_to = $4::date
  AND k.definition_hash = $5 AND k.engine_version = $6`;

const keyValues = ({ datasetIds, period, definitionHash }: WhereMeasured): unknown[] => [
  datasetIds,
  period.from,
  period.to,
  definitionHash,
  STORED_ENGINE_VERSION,
];

/** What a run's population shows, and some of its factors. */
@Injectable()
export class RunFiguresStore {
  constructor(private readonly database: Database) {}

  /** Of each factor its evaluation there, where there is one; the exact one where there are several. */
  async evaluations(factorIds: readonly string[], where: WhereMeasured): Promise<Map<string, EvaluationRow>> {
    const found = await this.database.pool.query<EvaluationRow>(
      `SELECT DISTINCT ON (e.factor_id) ${EVALUATION_COLUMNS}
       FROM evaluations e JOIN evaluation_keys k ON k.id = e.key_id
       WHERE e.factor_id = ANY($1::uuid[]) AND ${KEYS}
       ORDER BY e.factor_id, e.statistics IS NULL, e.id DESC`,
      [factorIds, ...keyValues(where)],
    );
    return new Map(found.rows.map((row) => [row.factorId, row]));
  }

  /** Median deviation of the daily ICs and most days that count, over the living; nulls while nothing was measured. */
  async noise(
    runId: string,
    where: WhereMeasured,
    fitness: CorrelationKind,
  ): Promise<{
    readonly std: number | null;
    readonly days: number | null;
    readonly horizonDays: number | null;
  }> {
    const std = fitness === 'rank' ? 'e.rank_ic_std' : 'e.ic_std';
    const found = await this.database.pool.query<{
      std: number | null;
      days: number | null;
      horizonDays: number | null;
    }>(
      `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ${std}) AS std, max(e.days) AS days,
         max(k.horizon_days) AS "horizonDays"
       FROM individuals i JOIN evaluations e ON e.factor_id = i.factor_id JOIN evaluation_keys k ON k.id = e.key_id
       WHERE i.run_id = $1 AND i.left_generation IS NULL AND ${KEYS}`,
      [runId, ...keyValues(where)],
    );
    return found.rows[0]!;
  }

  /** Newest run that was made as the control of this one. */
  async controlOf(runId: string): Promise<string | null> {
    const found = await this.database.pool.query<{ id: string }>(
      'SELECT id FROM runs WHERE control_of_id = $1 ORDER BY id DESC LIMIT 1',
      [runId],
    );
    return found.rows[0]?.id ?? null;
  }
}
