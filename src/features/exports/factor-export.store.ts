import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import type { TopFactorsSearch } from '../factors/top-factors.store.ts';
import { conditionsOf, METRICS } from '../factors/top-factors.store.ts';
import type { ColumnType, ExportColumn } from './export-column.ts';
import { literal } from './literal.store.ts';

interface StoredColumn extends ExportColumn {
  /** Of an evaluation `e`, its key `k` and its factor `f`, in the type of the column. */
  readonly sql: string;
}

const column = (
  name: string,
  type: ColumnType,
  [sql, description]: readonly [string, string],
  nullable = false,
): StoredColumn => ({ name, type, nullable, sql, description });

const figure = (name: string, sql: string, description: string): StoredColumn =>
  column(name, 'number', [sql, description], true);

const COLUMNS: readonly StoredColumn[] = [
  column('factorId', 'text', [
    'f.id::text',
    'UUIDv8 made of the SHA-256 of the formula: the same in every store',
  ]),
  column('formula', 'text', ['f.formula', 'Canonical single line; parses back to the same factor']),
  column('size', 'integer', ['f.size', 'Operators and data leaves of the expanded expression']),
  column('depth', 'integer', ['f.depth', 'Levels of the expanded expression; a leaf has 1']),
  column('operators', 'text', ["array_to_string(f.operators, ' ')", 'Operators that it uses, by spaces']),
  column('fields', 'text', ["array_to_string(f.fields, ' ')", 'Fields that it reads, by spaces']),
  column('foundAt', 'time', ['f.created_at', 'When it was first seen, UTC']),
  column('datasetId', 'text', ['k.dataset_id::text', 'The market that was first measured on']),
  column('periodFrom', 'day', ['k.period_from', 'First day of the period']),
  column('periodTo', 'day', ['k.period_to', 'Last day of the period']),
  column('definitionHash', 'text', ['k.definition_hash', 'Figures may be compared only where this is equal']),
  column('horizonDays', 'integer', ['k.horizon_days', 'Trading days that the forward return is held']),
  column('precision', 'text', ['e.precision', 'SEARCH: float32 engine of runs; EXACT: float64']),
  figure('rankIc', 'e.rank_ic', 'Mean daily rank IC (Spearman), signed'),
  figure('rankIcStd', 'e.rank_ic_std', 'Standard deviation of the daily rank IC, ddof 1'),
  figure(
    'rankIcStandardError',
    'e.rank_ic_se',
    'Of the mean rank IC, by Newey and West; null where only the search measured',
  ),
  figure('rankIcIr', 'e.rank_ic_ir', '|mean| / std of the daily rank IC, not annualised'),
  figure('rankWinRate', 'e.rank_win_rate', 'Share of days whose rank IC has the sign of the mean'),
  figure('ic', 'e.ic', 'Mean daily Pearson IC, signed'),
  figure('icStd', 'e.ic_std', 'Standard deviation of the daily Pearson IC, ddof 1'),
  figure(
    'icStandardError',
    'e.ic_se',
    'Of the mean Pearson IC, by Newey and West; null where only the search measured',
  ),
  figure('icIr', 'e.ic_ir', '|mean| / std of the daily Pearson IC, not annualised'),
  figure('winRate', 'e.win_rate', 'Share of days whose Pearson IC has the sign of the mean'),
  figure(
    'residualRankIc',
    'e.residual_rank_ic',
    'Mean rank IC of what the chosen styles leave of the factor, signed',
  ),
  figure(
    'residualIc',
    'e.residual_ic',
    'Mean Pearson IC of what the chosen styles leave of the factor, signed',
  ),
  column('days', 'integer', ['e.days', 'Days that count']),
  column('pairs', 'long', ['e.pairs::int8', 'Factor-return pairs in all days that count']),
  column('coverage', 'number', ['e.coverage', 'Pairs / labelled cells of the universe']),
  column('dateShare', 'number', ['e.date_share', 'Days that count / labelled days of the period']),
  column('tiedShare', 'number', ['e.tied_share', 'Share of values that equal another of the same day']),
  figure(
    'longShortAnnualReturn',
    'e.long_short_annual_return',
    'Best less worst group a year, report definition, before costs; a fraction',
  ),
  figure(
    'longLegAnnualReturn',
    'e.long_leg_annual_return',
    'Best group a year, gross, report definition, before costs; a fraction',
  ),
  figure('factorTurnover', 'e.factor_turnover', 'Mean share of the extreme groups replaced each day'),
  column('evaluatedAt', 'time', ['e.created_at', 'When it was measured, UTC']),
];

export const FACTOR_COLUMNS: readonly ExportColumn[] = COLUMNS.map(({ sql: _, ...shown }) => shown);

/** Factors of a search with what was measured of them. */
@Injectable()
export class FactorExportStore {
  constructor(private readonly database: Database) {}

  /**
   * The statement, best first. Its keys are looked up before: of one key, as nearly always, the index by the metric gives
   * the rows in their order as they are taken, and nothing is sorted.
   */
  async statement(search: TopFactorsSearch, limit: number | null): Promise<string> {
    const { conditions } = conditionsOf(search, literal);
    const keyIds = await this.keyIds(search);
    const keys =
      keyIds.length === 1
        ? `k.id = ${literal(keyIds[0]!)}`
        : `k.id = ANY(${literal(keyIds.map(String))}::int[])`;
    return `SELECT ${COLUMNS.map(({ sql }) => sql).join(', ')}
      FROM evaluation_keys k JOIN evaluations e ON e.key_id = k.id JOIN factors f ON f.id = e.factor_id
      WHERE ${[keys, ...conditions].join(' AND ')}
      ORDER BY ${METRICS[search.metric]} DESC NULLS LAST, e.factor_id DESC ${limit === null ? '' : `LIMIT ${literal(limit)}`}`;
  }

  private async keyIds(search: TopFactorsSearch): Promise<number[]> {
    const { keys } = conditionsOf(search, literal);
    const found = await this.database.pool.query<{ id: number }>(
      `SELECT k.id FROM evaluation_keys k WHERE ${keys.join(' AND ')}`,
    );
    return found.rows.map(({ id }) => id);
  }
}
