import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { Program } from '../../core/program/program.ts';
import type { TearSheet } from '../../core/statistics/tear-sheet/tear-sheet.ts';
import type { TearSheetOptions } from '../../core/statistics/tear-sheet/tear-sheet-options.ts';
import { EvaluationRequests } from '../evaluations/evaluation-requests.service.ts';
import type { TearSheetRequest } from '../evaluations/evaluation-requests.ts';
import { tearSheetOptionsHash } from '../evaluations/tear-sheet-options-hash.ts';
import { TearSheetsStore } from '../evaluations/tear-sheets.store.ts';
import { type Measurement, Measurements } from '../factors/measurements.service.ts';

/** Has a sheet made and kept somewhere. @returns its id */
export type SheetMaker = (request: Omit<TearSheetRequest, 'kind'>) => Promise<string>;

/** The sheet that is kept, else a new one. */
@Injectable()
export class KeptTearSheets {
  constructor(
    private readonly measurements: Measurements,
    private readonly store: TearSheetsStore,
    private readonly requests: EvaluationRequests,
  ) {}

  /** @param make who makes it; a worker unless told @throws Refusal as the maker, UNAVAILABLE */
  async sheet(
    program: Program,
    measurement: Measurement,
    options: TearSheetOptions,
    make: SheetMaker = (request) => this.requests.tearSheet(request),
  ): Promise<TearSheet> {
    const { market, period, definition, definitionHash, fitness } = measurement;
    const asked = {
      datasetId: market.id,
      period,
      definition,
      fitness,
      formula: program.text,
      sheet: options,
    };
    const kept = await this.store.find({
      hash: program.hash,
      datasetIds: await this.measurements.holders(measurement),
      period,
      definitionHash,
      optionsHash: tearSheetOptionsHash(asked),
    });
    if (kept) return kept;
    const made = await this.store.get(await make(asked));
    if (made) return made;
    throw new Refusal('UNAVAILABLE', 'tear sheet: it was dropped for lack of room before it could be read', {
      where: 'factorId',
      remedy: 'ask again',
    });
  }
}
