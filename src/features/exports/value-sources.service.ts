import { Injectable } from '@nestjs/common';
import type { PanelManifest } from '../../compute/panel/panel-manifest.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { DatasetsStore } from '../datasets/datasets.store.ts';
import { EvaluationRequests } from '../evaluations/evaluation-requests.service.ts';
import type { Measurement } from '../factors/measurements.service.ts';
import { DAY_MS } from './export-column.ts';

/** Of all formulas together, at 8 bytes each on disk while the export is under way. */
const MOST_CELLS = 100_000_000;

/** What values of a market's period are made of. */
@Injectable()
export class ValueSources {
  constructor(
    private readonly datasets: DatasetsStore,
    private readonly requests: EvaluationRequests,
  ) {}

  /** Days since 1970-01-01 and symbols. @throws Refusal INVALID_INPUT where that many values are too many */
  async ground(
    { market, period }: Measurement,
    formulas: number,
  ): Promise<{ days: number[]; symbols: readonly string[] }> {
    const { days: all, symbols } = (await this.datasets.manifest(market.id)) as PanelManifest;
    const days = all.filter((day) => day >= period.from && day <= period.to);
    const cells = days.length * symbols.length * formulas;
    if (cells <= MOST_CELLS) return { days: days.map((day) => Date.parse(day) / DAY_MS), symbols };
    throw new Refusal('INVALID_INPUT', `values: expected at most ${MOST_CELLS} cells, got ${cells}`, {
      expected: `days x symbols x formulas <= ${MOST_CELLS}`,
      actual: `${days.length} x ${symbols.length} x ${formulas}`,
      where: 'formulas',
      remedy: 'ask for fewer formulas or a shorter period at a time',
    });
  }

  /** One after the other: the workers' memory holds one formula's values at a time. */
  async write(
    measurement: Measurement,
    formulas: readonly string[],
    names: readonly string[],
  ): Promise<void> {
    const { market, period, definition } = measurement;
    for (const [at, formula] of formulas.entries())
      await this.requests.values({ datasetId: market.id, period, definition, formula, file: names[at]! });
  }
}
