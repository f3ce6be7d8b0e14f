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

/** Sheets that are at hand without the store: of a dashboard that is looked at. Each takes some megabytes. */
const SHEETS_AT_HAND = 8;

/** The sheet that is kept, else a new one. */
@Injectable()
export class KeptTearSheets {
  /** By what names them, longest unused first. A name means one sheet for ever, so none grows old. */
  private readonly atHand = new Map<string, TearSheet>();
  /** Those that are being looked for or made: a dashboard asks for the same one several times at once. */
  private readonly onTheWay = new Map<string, Promise<TearSheet>>();

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
    const name = [program.hash, market.id, period.from, period.to, definitionHash, optionsHash].join();
    const known = this.atHand.get(name) ?? this.onTheWay.get(name);
    if (known !== undefined) return this.hold(name, await known);
    const fetched = async (): Promise<TearSheet> => {
      const datasetIds = await this.measurements.holders(measurement);
      const sought = { hash: program.hash, datasetIds, period, definitionHash, optionsHash };
      return (await this.store.find(sought)) ?? this.made(asked, make);
    };
    const sheet = fetched().finally(() => this.onTheWay.delete(name));
    this.onTheWay.set(name, sheet);
    return this.hold(name, await sheet);
  }

  private hold(name: string, sheet: TearSheet): TearSheet {
    this.atHand.delete(name);
    this.atHand.set(name, sheet);
    const [longestUnused] = this.atHand.keys();
    if (this.atHand.size > SHEETS_AT_HAND && longestUnused) this.atHand.delete(longestUnused);
    return sheet;
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
