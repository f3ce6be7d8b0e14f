import { Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { FactorPrograms } from '../factors/factor-programs.service.ts';
import { Measurements } from '../factors/measurements.service.ts';
import type { ExportValuesInput } from './export.models.ts';
import type { ExportColumn } from './export-column.ts';
import { ExportDesk, type ExportFile } from './export-desk.ts';
import { ExportFiles } from './export-files.ts';
import { notesOf } from './stored-exports.service.ts';
import { ValueSources } from './value-sources.service.ts';

export const VALUE_KEYS: readonly ExportColumn[] = [
  { name: 'day', type: 'day', nullable: false, description: 'The day T of the values' },
  { name: 'symbol', type: 'text', nullable: false, description: 'The stock' },
];

/** Exports of factor values: computed by the workers of evaluations, left in files, encoded from there. */
@Injectable()
export class ValueExports {
  constructor(
    private readonly desk: ExportDesk,
    private readonly files: ExportFiles,
    private readonly measurements: Measurements,
    private readonly programs: FactorPrograms,
    private readonly sources: ValueSources,
  ) {}

  /** @throws Refusal as `Measurements.resolve`, FORMULA_*, INVALID_INPUT, UNAVAILABLE, DISK_FULL, TOO_MANY_REQUESTS */
  async values(input: ExportValuesInput): Promise<ExportFile> {
    const measurement = await this.measurements.resolve(input);
    const { id } = measurement.market;
    const formulas = new Set<string>();
    for (const formula of input.formulas) formulas.add((await this.programs.parse(formula, id)).text);
    const { days, symbols } = await this.sources.ground(measurement, formulas.size);
    await this.files.requireRoom(
      days.length * symbols.length * formulas.size * Float64Array.BYTES_PER_ELEMENT,
    );
    const names = [...formulas].map(() => uuidv4());
    const remove = (): void => void this.files.remove(names).catch(() => undefined);
    try {
      await this.sources.write(measurement, [...formulas], names);
    } catch (error) {
      remove();
      throw error;
    }
    const columns = [...VALUE_KEYS, ...[...formulas].map(valueColumn)];
    const head = { name: 'values', columns, notes: notesOf(measurement) };
    const files = names.map((name) => this.files.path(name));
    const source = { kind: 'values', values: { files, days, symbols } } as const;
    return this.desk.begin({ format: input.format ?? 'csv', head, source }, remove);
  }
}

/** Named by its formula: short names would have to be looked up. */
const valueColumn = (formula: string): ExportColumn => ({
  name: formula,
  type: 'number',
  nullable: true,
  description: 'Value of this formula at the end of the day; missing outside the universe',
});
