import { Injectable } from '@nestjs/common';
import { FactorStatisticsService } from '../factors/factor-statistics.service.ts';
import { type Measurement, Measurements } from '../factors/measurements.service.ts';
import type { TopFactorsInput } from '../factors/top-factors.inputs.ts';
import { TopFactors } from '../factors/top-factors.service.ts';
import { ExportDesk, type ExportFile } from './export-desk.ts';
import type { ExportFormat } from './export-format.ts';
import { FACTOR_COLUMNS, FactorExportStore } from './factor-export.store.ts';
import { IC_SERIES_COLUMNS, icSeriesRows } from './ic-series-export.store.ts';
import { LINEAGE_COLUMNS, lineageRows } from './lineage-export.store.ts';

const SERIES_UNLESS_TOLD = 50;

/** Exports of what the store holds: one statement each, read in one snapshot. */
@Injectable()
export class StoredExports {
  constructor(
    private readonly desk: ExportDesk,
    private readonly measurements: Measurements,
    private readonly top: TopFactors,
    private readonly statistics: FactorStatisticsService,
    private readonly store: FactorExportStore,
  ) {}

  /** Best first. @param limit null = all of them @throws Refusal as `Measurements.resolve`, TOO_MANY_REQUESTS */
  async factors(query: TopFactorsInput, format: ExportFormat, limit: number | null): Promise<ExportFile> {
    const measurement = await this.measurements.resolve(query);
    const search = await this.top.search(query, measurement);
    const notes = { ...notesOf(measurement), metric: search.metric };
    const text = await this.store.statement(search, limit);
    return this.desk.beginQuery(format, { name: 'factors', columns: FACTOR_COLUMNS, notes }, text);
  }

  /** @param runId null = of every run @throws Refusal INVALID_INPUT, TOO_MANY_REQUESTS */
  async lineage(runId: string | null, format: ExportFormat, limit: number | null): Promise<ExportFile> {
    const text = lineageRows(runId, limit);
    const notes: Record<string, string> = runId === null ? {} : { runId };
    return this.desk.beginQuery(format, { name: 'lineage', columns: LINEAGE_COLUMNS, notes }, text);
  }

  /**
   * Of the factors named, or of the best of a query; computed by workers where they are not known yet.
   * @throws Refusal as `FactorStatisticsService.ofFactor`, TOO_MANY_REQUESTS
   */
  async icSeries(
    query: TopFactorsInput & { readonly factorIds?: readonly string[] | undefined },
    format: ExportFormat,
    limit: number | null,
  ): Promise<ExportFile> {
    const measurement = await this.measurements.resolve(query);
    const factorIds = query.factorIds ?? (await this.best(query, limit ?? SERIES_UNLESS_TOLD));
    const evaluationIds: string[] = [];
    for (const factorId of factorIds) evaluationIds.push(await this.measured(factorId, measurement));
    const head = { name: 'ic-series', columns: IC_SERIES_COLUMNS, notes: notesOf(measurement) };
    return this.desk.beginQuery(format, head, icSeriesRows(evaluationIds));
  }

  private async best(query: TopFactorsInput, pageSize: number): Promise<string[]> {
    const { items } = await this.top.page(query, { pageSize, pageToken: null });
    return items.map(({ factorId }) => factorId);
  }

  /** The evaluation that has the factor's series, made where there is none. */
  private async measured(factorId: string, measurement: Measurement): Promise<string> {
    const known = await this.statistics.find(factorId, measurement);
    if (known?.hasStatistics) return known.id;
    await this.statistics.ofFactor(factorId, measurement);
    return (await this.statistics.find(factorId, measurement))!.id;
  }
}

/** Where figures were measured, for the metadata of a file. */
export const notesOf = ({ market, period, definitionHash }: Measurement): Record<string, string> => ({
  datasetId: market.id,
  periodFrom: period.from,
  periodTo: period.to,
  definitionHash,
});
