import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Period } from '../../core/experiment/experiment.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import type { Program } from '../../core/program/program.ts';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import { Database } from '../../platform/database/database.ts';
import { type EvaluationKey, STORED_ENGINE_VERSION } from '../evaluations/evaluation-key.ts';
import { EVALUATION_COLUMNS, type EvaluationRow } from './factor-queries.store.ts';
import { insertFactors } from './factors.store.ts';

/** Keeps full statistics beside what runs measured: the same rows, under the same keys. */
@Injectable()
export class KeptStatisticsStore {
  constructor(private readonly database: Database) {}

  /**
   * Keeps a factor and its statistics. Where a run measured it before, what it measured stays as it is and only
   * what a run does not measure is added. @returns the evaluation
   */
  async keep(program: Program, key: EvaluationKey, statistics: FactorStatistics): Promise<EvaluationRow> {
    return this.database.transaction(async (client) => {
      await insertFactors(client, [program]);
      const { rows } = await client.query<EvaluationRow>(
        `INSERT INTO evaluations AS e (id, factor_id, dataset_id, slice_hash, period_from, period_to, definition_hash,
           engine_version, horizon_days, ic, rank_ic, ic_std, rank_ic_std, ic_ir, rank_ic_ir, days, pairs, coverage,
           date_share, tied_share, win_rate, rank_win_rate, long_short_annual_return, long_leg_annual_return,
           factor_turnover, statistics)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
           $23, $24, $25, $26)
         ON CONFLICT (factor_id, slice_hash, period_from, period_to, definition_hash, engine_version) DO UPDATE
         SET win_rate = excluded.win_rate, rank_win_rate = excluded.rank_win_rate,
           long_short_annual_return = excluded.long_short_annual_return,
           long_leg_annual_return = excluded.long_leg_annual_return,
           factor_turnover = excluded.factor_turnover, statistics = excluded.statistics
         RETURNING ${EVALUATION_COLUMNS}`,
        rowOf(program, key, statistics),
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
      `SELECT ${EVALUATION_COLUMNS} FROM evaluations e WHERE e.factor_id = $1 AND e.dataset_id = ANY($2::uuid[])
         AND e.period_from = $3 AND e.period_to = $4 AND e.definition_hash = $5 AND e.engine_version = $6
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

function rowOf(program: Program, key: EvaluationKey, statistics: FactorStatistics): unknown[] {
  const { ic, rankIc, groups } = statistics;
  return [
    uuidv7(),
    factorIdOf(program.hash),
    key.datasetId,
    key.sliceHash,
    key.period.from,
    key.period.to,
    key.definitionHash,
    key.engineVersion,
    key.horizonDays,
    ic.mean,
    rankIc.mean,
    ic.std,
    rankIc.std,
    ic.icir,
    rankIc.icir,
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
