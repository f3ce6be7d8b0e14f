import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Period } from '../../core/experiment/experiment.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import type { Program } from '../../core/program/program.ts';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import { Database } from '../../platform/database/database.ts';
import { type EvaluationKey, STORED_ENGINE_VERSION } from '../evaluations/evaluation-key.ts';
import { evaluationKeyId } from '../evaluations/evaluations.store.ts';
import { EVALUATION_COLUMNS, type EvaluationRow } from './factor-queries.store.ts';
import { insertFactors } from './factors.store.ts';

/** Keeps full statistics beside what runs measured: the same rows, under the same keys. */
@Injectable()
export class KeptStatisticsStore {
  constructor(private readonly database: Database) {}

  /**
   * Keeps a factor and its statistics. They are the exact engine's, and take the place of the figures of a run's search
   * where there are any; what the search itself said stays for the memo. @returns the evaluation
   */
  async keep(program: Program, key: EvaluationKey, statistics: FactorStatistics): Promise<EvaluationRow> {
    return this.database.transaction(async (client) => {
      await insertFactors(client, [program]);
      const keyId = await evaluationKeyId(client, key);
      const { rows } = await client.query<EvaluationRow>(
        `WITH e AS (
           INSERT INTO evaluations (id, factor_id, key_id, ${COLUMNS.join(', ')}, precision)
           VALUES ($1, $2, $3, ${COLUMNS.map((_, at) => `$${at + 4}`).join(', ')}, 'EXACT')
           ON CONFLICT (factor_id, key_id) DO UPDATE
           SET precision = excluded.precision, ${COLUMNS.map((name) => `${name} = excluded.${name}`).join(', ')}
           RETURNING *
         ) SELECT ${EVALUATION_COLUMNS} FROM e JOIN evaluation_keys k ON k.id = e.key_id`,
        [uuidv7(), factorIdOf(program.hash), keyId, ...valuesOf(statistics)],
      );
      return rows[0]!;
    });
  }

  /** The stored evaluation of a factor on a period, under any of the datasets; null where there is none. */
  async find(
    factorId: string,
    datasetIds: readonly string[],
    measured: { readonly period: Period; readonly definitionHash: string },
  ): Promise<EvaluationRow | null> {
    const found = await this.database.pool.query<EvaluationRow>(
      `SELECT ${EVALUATION_COLUMNS} FROM evaluations e JOIN evaluation_keys k ON k.id = e.key_id
       WHERE e.factor_id = $1 AND k.dataset_id = ANY($2::uuid[])
         AND k.period_from = $3 AND k.period_to = $4 AND k.definition_hash = $5 AND k.engine_version = $6
       ORDER BY e.statistics IS NULL, e.id DESC LIMIT 1`,
      [
        factorId,
        datasetIds,
        measured.period.from,
        measured.period.to,
        measured.definitionHash,
        STORED_ENGINE_VERSION,
      ],
    );
    return found.rows[0] ?? null;
  }
}

const COLUMNS = [
  'ic',
  'rank_ic',
  'ic_std',
  'rank_ic_std',
  'ic_se',
  'rank_ic_se',
  'ic_ir',
  'rank_ic_ir',
  'residual_ic',
  'residual_rank_ic',
  'days',
  'pairs',
  'coverage',
  'date_share',
  'tied_share',
  'win_rate',
  'rank_win_rate',
  'long_short_annual_return',
  'long_leg_annual_return',
  'factor_turnover',
  'statistics',
] as const;

/** In the order of COLUMNS. */
function valuesOf(statistics: FactorStatistics): unknown[] {
  const { ic, rankIc, groups } = statistics;
  return [
    ic.mean,
    rankIc.mean,
    ic.std,
    rankIc.std,
    ic.standardError,
    rankIc.standardError,
    ic.icir,
    rankIc.icir,
    statistics.residual?.ic.mean ?? null,
    statistics.residual?.rankIc.mean ?? null,
    rankIc.days,
    statistics.pairs,
    statistics.coverage,
    statistics.dateShare,
    statistics.tiedShare,
    ic.winRate,
    rankIc.winRate,
    groups.longShort.report,
    groups.longLeg.report,
    statistics.factorTurnover,
    JSON.stringify(statistics),
  ];
}
