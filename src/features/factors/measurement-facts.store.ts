import { Injectable } from '@nestjs/common';
import type { QueryResultRow } from 'pg';
import { catalogOf } from '../../compute/panel/catalog-of.ts';
import type { EvaluationDefinition, Experiment } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { Catalog } from '../../core/program/language.ts';
import { Database } from '../../platform/database/database.ts';
import { requireUuid } from '../../platform/paging/ids.ts';

export interface MeasuredMarket {
  readonly id: string;
  readonly seriesId: string;
  readonly sequence: number;
  /** `YYYY-MM-DD`. */
  readonly firstDay: string;
  readonly lastDay: string;
}

export interface MeasuringRun {
  readonly id: string;
  readonly datasetId: string;
  readonly experiment: Experiment;
}

const MARKET = `id, series_id AS "seriesId", sequence, to_char(first_day, 'YYYY-MM-DD') AS "firstDay",
  to_char(last_day, 'YYYY-MM-DD') AS "lastDay"`;

const RUN = `r.id, r.dataset_id AS "datasetId", e.configuration AS experiment
  FROM runs r JOIN experiments e ON e.id = r.experiment_id`;

/** What is known of markets, runs and definitions where factors are measured. */
@Injectable()
export class MeasurementFactsStore {
  constructor(private readonly database: Database) {}

  /** @throws Refusal NOT_FOUND */
  async market(id: string): Promise<MeasuredMarket> {
    const found = await this.read<MeasuredMarket>(`SELECT ${MARKET} FROM datasets WHERE id = $1`, [
      requireUuid(id, 'datasetId'),
    ]);
    return found[0] ?? refuse('dataset', id, 'datasetId');
  }

  /** @throws Refusal NOT_FOUND */
  async latestOf(seriesId: string): Promise<MeasuredMarket> {
    const found = await this.read<MeasuredMarket>(
      `SELECT ${MARKET} FROM datasets WHERE series_id = $1 ORDER BY sequence DESC LIMIT 1`,
      [requireUuid(seriesId, 'seriesId')],
    );
    return found[0] ?? refuse('series with datasets', seriesId, 'seriesId');
  }

  /** @throws Refusal NOT_FOUND */
  async run(id: string): Promise<MeasuringRun> {
    const found = await this.read<MeasuringRun>(`SELECT ${RUN} WHERE r.id = $1`, [requireUuid(id, 'runId')]);
    return found[0] ?? refuse('run', id, 'runId');
  }

  /** The newest run on any dataset of the series; ids ascend with time. */
  async newestRun(seriesId: string): Promise<MeasuringRun | null> {
    const found = await this.read<MeasuringRun>(
      `SELECT ${RUN} JOIN datasets d ON d.id = r.dataset_id WHERE d.series_id = $1 ORDER BY r.id DESC LIMIT 1`,
      [seriesId],
    );
    return found[0] ?? null;
  }

  /**
   * Datasets under whose name evaluations of this market's period are kept: itself, and the earlier ones of its
   * series that already held the whole period. Days that are added leave the past as it was.
   */
  async holders(market: MeasuredMarket, lastDay: string): Promise<string[]> {
    const found = await this.read<{ id: string }>(
      'SELECT id FROM datasets WHERE series_id = $1 AND (id = $2 OR (sequence < $3 AND last_day >= $4::date))',
      [market.seriesId, market.id, market.sequence, lastDay],
    );
    return found.map((row) => row.id);
  }

  /** Asked with every question about a factor, and seldom changed. */
  private read<T extends QueryResultRow>(text: string, values: readonly unknown[]): Promise<readonly T[]> {
    return this.database.unchanged.of(`${text} ${JSON.stringify(values)}`, async () => {
      const { rows } = await this.database.pool.query<T>(text, [...values]);
      return rows;
    });
  }

  /** Every distinct definition that an experiment or a library states. */
  async definitions(): Promise<EvaluationDefinition[]> {
    const found = await this.database.pool.query<{ definition: EvaluationDefinition }>(
      `SELECT DISTINCT configuration->'evaluation' AS definition FROM experiments
       UNION SELECT rules->'definition' FROM libraries`,
    );
    return found.rows.map((row) => row.definition);
  }

  /** What formulas may name in a dataset. @throws Refusal NOT_FOUND, DATASET_CHANGED */
  async catalog(datasetId: string): Promise<Catalog> {
    const found = await this.database.pool.query<{ manifest: unknown }>(
      'SELECT manifest FROM datasets WHERE id = $1',
      [datasetId],
    );
    const row = found.rows[0] ?? refuse('dataset', datasetId, 'datasetId');
    return catalogOf(row.manifest);
  }

  /** The newest dataset that has all these fields; null where none has. */
  async marketWith(fields: readonly string[]): Promise<string | null> {
    const found = await this.database.pool.query<{ id: string }>(
      `SELECT d.id FROM datasets d WHERE NOT EXISTS (
         SELECT 1 FROM unnest($1::text[]) AS wanted(name)
         WHERE NOT d.manifest->'fields' @> jsonb_build_array(jsonb_build_object('name', wanted.name)))
       ORDER BY d.id DESC LIMIT 1`,
      [fields],
    );
    return found.rows[0]?.id ?? null;
  }
}

function refuse(what: string, id: string, where: string): never {
  throw new Refusal('NOT_FOUND', `measurement: no ${what} ${id}`, {
    where,
    remedy: 'list the datasets and runs to see which there are',
  });
}
