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
  /** Sheets that are being made, by what names them: a dashboard asks for the same one several times at once. */
  private readonly making = new Map<string, Promise<TearSheet>>();

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
    const optionsHash = tearSheetOptionsHash(asked);
    const { hash } = program;
    const datasetIds = await this.measurements.holders(measurement);
    const kept = await this.store.find({ hash, datasetIds, period, definitionHash, optionsHash });
    if (kept) return kept;
    const name = [hash, market.id, period.from, period.to, definitionHash, optionsHash].join();
    const begun = this.making.get(name);
    if (begun) return begun;
    const made = this.made(asked, make).finally(() => this.making.delete(name));
    this.making.set(name, made);
    return made;
  }

  private async made(asked: Parameters<SheetMaker>[0], make: SheetMaker): Promise<TearSheet> {
    const made = await this.store.get(await make(asked));
    if (made) return made;
    throw new Refusal('UNAVAILABLE', 'tear sheet: it was dropped for lack of room before it could be read', {
      where: 'factorId',
      remedy: 'ask again',
    });
  }
}
