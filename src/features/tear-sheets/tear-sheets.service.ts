import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { Program } from '../../core/program/program.ts';
import { DEFINITIONS } from '../../core/statistics/tear-sheet/definitions.ts';
import { FIELD_DEFINITIONS } from '../../core/statistics/tear-sheet/field-definitions.ts';
import type { TearSheet } from '../../core/statistics/tear-sheet/tear-sheet.ts';
import { type CheckLimits, tearSheetChecks } from '../../core/statistics/tear-sheet/tear-sheet-checks.ts';
import { FactorPrograms } from '../factors/factor-programs.service.ts';
import { FactorQueriesStore } from '../factors/factor-queries.store.ts';
import { type Measurement, Measurements } from '../factors/measurements.service.ts';
import { CHECK_DEFAULTS } from './check-defaults.ts';
import { KeptTearSheets, type SheetMaker } from './kept-tear-sheets.service.ts';
import { sheetOptionsOf } from './sheet-options.ts';
import type { MakeTearSheetInput, TearSheetInput } from './tear-sheet.inputs.ts';
import type { TearSheetModel } from './tear-sheet.models.ts';
import { TearSheetFacts } from './tear-sheet-facts.service.ts';

const DEFINITION_LIST = Object.entries(DEFINITIONS).map(([id, definition]) => ({ id, ...definition }));
const FIELD_LIST = FIELD_DEFINITIONS.map(([field, definition]) => ({ field, definition }));

/** The tear sheet of a stored factor or a formula, with its checks. */
@Injectable()
export class TearSheets {
  constructor(
    private readonly measurements: Measurements,
    private readonly factors: FactorQueriesStore,
    private readonly programs: FactorPrograms,
    private readonly kept: KeptTearSheets,
    private readonly facts: TearSheetFacts,
  ) {}

  /**
   * A second call with the same factor, days, definition and options reads what the first one kept.
   * @param make who makes a sheet that is not kept; a worker unless told
   * @throws Refusal FORMULA_*, NOT_FOUND, INVALID_INPUT, PERIOD_INVALID, UNAVAILABLE without a worker
   */
  async of(input: MakeTearSheetInput, make?: SheetMaker): Promise<TearSheetModel> {
    const options = sheetOptionsOf(input);
    const subject = await this.subject(input);
    const measurement = await this.measurements.resolve(input);
    const { market, period, definitionHash } = measurement;
    const program = await this.programs.parse(subject.formula, market.id);
    const sheet = await this.kept.sheet(program, measurement, options, make);
    return {
      ...sheet,
      factorId: subject.factorId,
      formula: program.text,
      hash: program.hash,
      size: program.size,
      datasetId: market.id,
      period,
      definitionHash,
      checks: await this.checks(sheet, program, measurement, input),
      definitions: DEFINITION_LIST,
      fieldDefinitions: FIELD_LIST,
    };
  }

  private async subject(
    input: MakeTearSheetInput,
  ): Promise<{ readonly formula: string; readonly factorId: string | null }> {
    // GraphQL says null where something is left out.
    const { formula = null, factorId = null } = input;
    if (formula !== null && factorId === null) return { formula, factorId };
    if (factorId !== null && formula === null) {
      const factor = await this.factors.get(factorId);
      return { formula: factor.formula, factorId: factor.id };
    }
    throw new Refusal('INVALID_INPUT', 'tear sheet: expected either a formula or a factorId', {
      expected: 'exactly one of formula, factorId',
      actual: formula === null ? 'neither' : 'both',
      where: 'formula',
      remedy: 'name one of them',
    });
  }

  private async checks(
    sheet: TearSheet,
    program: Program,
    { market, definition, fitness }: Measurement,
    input: TearSheetInput,
  ): Promise<TearSheetModel['checks']> {
    const library = await this.facts.library(program, input);
    const limits: CheckLimits = {
      minimumIc: input.minimumIc ?? CHECK_DEFAULTS.minimumIc,
      maximumTurnover: input.maximumTurnover ?? CHECK_DEFAULTS.maximumTurnover,
      maximumCorrelation: library.limit,
      maximumSize: input.maximumSize ?? CHECK_DEFAULTS.maximumSize,
      minimumCoverage: input.minimumCoverage ?? definition.minimumCoverage,
      maximumPValue: input.maximumPValue ?? CHECK_DEFAULTS.maximumPValue,
    };
    const facts = {
      fitness,
      size: program.size,
      libraryCorrelation: library.correlation,
      pValue: await this.facts.pValue(sheet, market.seriesId, fitness),
    };
    return tearSheetChecks(sheet, facts, limits);
  }
}
