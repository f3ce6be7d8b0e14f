import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import { Database } from '../../platform/database/database.ts';
import { inOrderOf } from '../../platform/database/in-order-of.ts';
import { rowsOfEach } from '../../platform/database/rows-of-each.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';

export interface FactorRow {
  readonly id: string;
  readonly hash: string;
  readonly formula: string;
  readonly size: number;
  readonly depth: number;
  readonly operators: string[];
  readonly fields: string[];
  readonly createdAt: Date;
}

export interface EvaluationRow {
  readonly id: string;
  readonly factorId: string;
  readonly datasetId: string;
  /** `YYYY-MM-DD`. */
  readonly periodFrom: string;
  readonly periodTo: string;
  readonly definitionHash: string;
  readonly horizonDays: number;
  /** SEARCH: figures of the run's float32 engine; EXACT: measured again in float64. */
  readonly precision: 'SEARCH' | 'EXACT';
  readonly ic: number | null;
  readonly rankIc: number | null;
  readonly icStd: number | null;
  readonly rankIcStd: number | null;
  /** Of the mean, by Newey and West; null where only the search measured. */
  readonly icStandardError: number | null;
  readonly rankIcStandardError: number | null;
  readonly icIr: number | null;
  readonly rankIcIr: number | null;
  /** Of what the styles leave of the factor; null where it was never measured. */
  readonly residualIc: number | null;
  readonly residualRankIc: number | null;
  readonly winRate: number | null;
  readonly rankWinRate: number | null;
  readonly days: number;
  readonly pairs: number;
  readonly coverage: number;
  readonly dateShare: number;
  readonly tiedShare: number;
  readonly longShortAnnualReturn: number | null;
  readonly longLegAnnualReturn: number | null;
  readonly factorTurnover: number | null;
  readonly hasStatistics: boolean;
  readonly createdAt: Date;
}

export const FACTOR_COLUMNS = `f.id, f.hash, f.formula, f.size, f.depth, f.operators, f.fields,
  f.created_at AS "createdAt"`;

/** Of an evaluation `e` and its key `k`. */
export const EVALUATION_COLUMNS = `e.id, e.factor_id AS "factorId", k.dataset_id AS "datasetId",
  to_char(k.period_from, 'YYYY-MM-DD') AS "periodFrom", to_char(k.period_to, 'YYYY-MM-DD') AS "periodTo",
  k.definition_hash AS "definitionHash", k.horizon_days AS "horizonDays", e.precision, e.ic, e.rank_ic AS "rankIc",
  e.ic_std AS "icStd", e.rank_ic_std AS "rankIcStd", e.ic_se AS "icStandardError", e.rank_ic_se AS "rankIcStandardError",
  e.ic_ir AS "icIr", e.rank_ic_ir AS "rankIcIr",
  e.residual_ic AS "residualIc", e.residual_rank_ic AS "residualRankIc",
  e.win_rate AS "winRate", e.rank_win_rate AS "rankWinRate", e.days, e.pairs, e.coverage,
  e.date_share AS "dateShare", e.tied_share AS "tiedShare",
  e.long_short_annual_return AS "longShortAnnualReturn", e.long_leg_annual_return AS "longLegAnnualReturn",
  e.factor_turnover AS "factorTurnover", e.statistics IS NOT NULL AS "hasStatistics", e.created_at AS "createdAt"`;

/** Which evaluations of a factor; null = all. */
export interface EvaluationFilter {
  readonly datasetId: string | null;
  readonly precision: 'SEARCH' | 'EXACT' | null;
}

const HASH = /^[0-9a-f]{64}$/;

/** Factors by name and what was measured of each. */
@Injectable()
export class FactorQueriesStore {
  constructor(private readonly database: Database) {}

  /** @param idOrHash a factor's id or its canonical hash @throws Refusal NOT_FOUND */
  async get(idOrHash: string): Promise<FactorRow> {
    const byHash = HASH.test(idOrHash);
    const found = await this.database.pool.query<FactorRow>(
      `SELECT ${FACTOR_COLUMNS} FROM factors f WHERE ${byHash ? 'f.hash' : 'f.id'} = $1`,
      [byHash ? idOrHash : requireUuid(idOrHash, 'factorId')],
    );
    if (found.rows[0]) return found.rows[0];
    throw new Refusal('NOT_FOUND', `factor: no factor ${idOrHash}`, {
      where: 'factorId',
      remedy: 'list the top factors, or evaluate the formula and keep it',
    });
  }

  /** In the order of the ids; null where there is none. */
  async byIds(ids: readonly string[]): Promise<(FactorRow | null)[]> {
    const found = await this.database.pool.query<FactorRow>(
      `SELECT ${FACTOR_COLUMNS} FROM factors f WHERE f.id = ANY($1::uuid[])`,
      [ids],
    );
    return inOrderOf(ids, found.rows);
  }

  /** A page of what was measured of each factor, newest first. @throws Refusal INVALID_INPUT for a foreign token */
  async evaluationPagesOf(
    factorIds: readonly string[],
    { datasetId, precision }: EvaluationFilter,
    page: PageRequest,
  ): Promise<Page<EvaluationRow>[]> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const found = await rowsOfEach<EvaluationRow>(
      this.database.pool,
      factorIds,
      `SELECT ${EVALUATION_COLUMNS} FROM evaluations e JOIN evaluation_keys k ON k.id = e.key_id
       WHERE e.factor_id = p.id AND ($2::uuid IS NULL OR k.dataset_id = $2) AND ($3::text IS NULL OR e.precision = $3)
         AND ($4::uuid IS NULL OR e.id < $4)
       ORDER BY e.id DESC LIMIT $5`,
      [datasetId, precision, after, page.pageSize + 1],
    );
    return found.map((rows) => toPage(rows, page.pageSize, ({ id }) => [id]));
  }

  /** Every statistic of an evaluation; null while only the fitness was measured. */
  async statistics(evaluationId: string): Promise<FactorStatistics | null> {
    return (await this.statisticsOf([evaluationId]))[0]!;
  }

  /** In the order of the ids; null where only figures were kept. */
  async statisticsOf(evaluationIds: readonly string[]): Promise<(FactorStatistics | null)[]> {
    const { rows } = await this.database.pool.query<{ id: string; statistics: FactorStatistics | null }>(
      'SELECT id, statistics FROM evaluations WHERE id = ANY($1::uuid[])',
      [evaluationIds],
    );
    const found = new Map(rows.map(({ id, statistics }) => [id, statistics]));
    return evaluationIds.map((id) => found.get(id) ?? null);
  }

  /** A run's fittest factors in train, each once. */
  async fittestOf(runId: string, limit: number): Promise<FactorRow[]> {
    const found = await this.database.pool.query<FactorRow>(
      `SELECT ${FACTOR_COLUMNS} FROM (
         SELECT factor_id, max(fitness) AS fitness FROM individuals
         WHERE run_id = $1 AND fitness IS NOT NULL GROUP BY factor_id
         ORDER BY fitness DESC, factor_id DESC LIMIT $2
       ) best JOIN factors f ON f.id = best.factor_id ORDER BY best.fitness DESC, f.id DESC`,
      [requireUuid(runId, 'runId'), limit],
    );
    return found.rows;
  }
}
