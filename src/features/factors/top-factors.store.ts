import { Injectable } from '@nestjs/common';
import type { Period } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';
import { STORED_ENGINE_VERSION } from '../evaluations/evaluation-key.ts';
import type { FactorMetric } from './factor.enums.ts';
import { EVALUATION_COLUMNS, type EvaluationRow, type FactorRow } from './factor-queries.store.ts';

/** SQL of each metric, larger is better; the first six are indexed as they stand here. */
export const METRICS: Readonly<Record<FactorMetric, string>> = {
  RANK_IC: 'abs(e.rank_ic)',
  IC: 'abs(e.ic)',
  RANK_IC_IR: 'e.rank_ic_ir',
  IC_IR: 'e.ic_ir',
  RESIDUAL_RANK_IC: 'abs(e.residual_rank_ic)',
  RESIDUAL_IC: 'abs(e.residual_ic)',
  RANK_WIN_RATE: 'e.rank_win_rate',
  WIN_RATE: 'e.win_rate',
  LONG_SHORT_ANNUAL_RETURN: 'e.long_short_annual_return',
  LONG_LEG_ANNUAL_RETURN: 'e.long_leg_annual_return',
};

export interface TopFactorsSearch {
  /** Datasets under whose names the evaluations are kept. */
  readonly datasetIds: readonly string[];
  readonly period: Period;
  readonly definitionHash: string;
  readonly metric: FactorMetric;
  readonly minimumCoverage: number;
  readonly minimumDateShare: number;
  /** Of |mean residual rank IC|; null = also where it was never measured. */
  readonly minimumResidualRankIc: number | null;
  /** Null = found by any run or by hand. */
  readonly foundByRun: string | null;
  /** Every one of them must be used. */
  readonly operators: readonly string[];
  readonly fields: readonly string[];
  readonly maximumSize: number | null;
}

export interface TopFactorRow extends EvaluationRow {
  readonly factor: FactorRow;
  readonly value: number;
}

/** The order of the list, and of its page tokens. */
export const topFactorKey = (row: Pick<TopFactorRow, 'value' | 'factorId'>): string[] => [
  String(row.value),
  row.factorId,
];

/** Best factors of a period by a metric, a keyset page at a time: (metric, factor) descending. */
@Injectable()
export class TopFactorsStore {
  constructor(private readonly database: Database) {}

  /** @throws Refusal INVALID_INPUT for a page token of another list */
  async page(search: TopFactorsSearch, page: PageRequest): Promise<Page<TopFactorRow>> {
    const { text, values } = statementOf(search, page);
    const found = await this.database.pool.query<FlatRow>(text, values);
    return toPage(found.rows.map(nested), page.pageSize, topFactorKey);
  }
}

type FlatRow = EvaluationRow &
  Omit<FactorRow, 'id' | 'createdAt'> & { readonly factorCreatedAt: Date; readonly value: number };

function nested(row: FlatRow): TopFactorRow {
  const { hash, formula, size, depth, operators, fields, factorCreatedAt, ...evaluation } = row;
  const factor = {
    id: row.factorId,
    hash,
    formula,
    size,
    depth,
    operators,
    fields,
    createdAt: factorCreatedAt,
  };
  return { ...evaluation, factor };
}

/** A statement's way to name a value: its parameter, or the value itself as a literal. */
export type Bind = (value: string | number | readonly string[]) => string;

/** What a search asks of keys `k`, and of evaluations `e` and their factors `f`: only what it names. */
export function conditionsOf(search: TopFactorsSearch, bind: Bind): { keys: string[]; conditions: string[] } {
  const metric = METRICS[search.metric];
  const keys = [
    `k.dataset_id = ANY(${bind(search.datasetIds)}::uuid[])`,
    `k.period_from = ${bind(search.period.from)}::date`,
    `k.period_to = ${bind(search.period.to)}::date`,
    `k.definition_hash = ${bind(search.definitionHash)}`,
    `k.engine_version = ${bind(STORED_ENGINE_VERSION)}`,
  ];
  const conditions = [
    'e.key_id = k.id',
    `${metric} IS NOT NULL`,
    `e.coverage >= ${bind(search.minimumCoverage)}`,
    `e.date_share >= ${bind(search.minimumDateShare)}`,
  ];
  if (search.foundByRun) {
    const run = bind(requireUuid(search.foundByRun, 'foundByRun'));
    conditions.push(
      `EXISTS (SELECT 1 FROM individuals i WHERE i.run_id = ${run} AND i.factor_id = e.factor_id)`,
    );
  }
  if (search.minimumResidualRankIc !== null) {
    conditions.push(`abs(e.residual_rank_ic) >= ${bind(search.minimumResidualRankIc)}`);
  }
  if (search.operators.length > 0) conditions.push(`f.operators @> ${bind(search.operators)}::text[]`);
  if (search.fields.length > 0) conditions.push(`f.fields @> ${bind(search.fields)}::text[]`);
  if (search.maximumSize !== null) conditions.push(`f.size <= ${bind(search.maximumSize)}`);
  return { keys, conditions };
}

/** Each key's part of the index is read in its own order, as far as the page needs; conditions are only those asked for. */
function statementOf(search: TopFactorsSearch, page: PageRequest): { text: string; values: unknown[] } {
  const metric = METRICS[search.metric];
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const { keys, conditions } = conditionsOf(search, bind);
  if (page.pageToken !== null) {
    const [value, factorId] = positionOf(page.pageToken);
    conditions.push(`(${metric}, e.factor_id) < (${bind(value)}::float8, ${bind(factorId)}::uuid)`);
  }
  const limit = bind(page.pageSize + 1);
  const text = `SELECT top.* FROM evaluation_keys k CROSS JOIN LATERAL (
      SELECT ${EVALUATION_COLUMNS}, f.hash, f.formula, f.size, f.depth, f.operators, f.fields,
        f.created_at AS "factorCreatedAt", ${metric} AS value
      FROM evaluations e JOIN factors f ON f.id = e.factor_id
      WHERE ${conditions.join(' AND ')}
      ORDER BY ${metric} DESC NULLS LAST, e.factor_id DESC LIMIT ${limit}
    ) top WHERE ${keys.join(' AND ')} ORDER BY top.value DESC, top."factorId" DESC LIMIT ${limit}`;
  return { text, values };
}

function positionOf(token: string): [number, string] {
  const [text, factorId] = decodePageToken(token, 2) as [string, string];
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return [value, requireUuid(factorId, 'pageToken')];
  throw new Refusal('INVALID_INPUT', 'page token: not one of this list', {
    expected: 'the nextPageToken (or endCursor) of an earlier answer',
    where: 'pageToken',
    remedy: 'start again from the first page',
  });
}
