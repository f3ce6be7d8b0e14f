import { rm } from 'node:fs/promises';
import { Injectable, Logger } from '@nestjs/common';
import { importValuesInThread } from '../../compute/imported/import-values-in-thread.ts';
import type { ValuesColumns, ValuesImport, ValuesOutcome } from '../../compute/imported/values-options.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { isImportedName } from '../../core/program/imported-field.ts';
import { currentCaller } from '../../platform/auth/caller.ts';
import { Config } from '../../platform/config/config.ts';
import { requireRoom } from '../../platform/disk/disk-guard.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import {
  type ImportedValuesRecord,
  ImportedValuesStore,
  type SeriesMarket,
} from './imported-values.store.ts';
import { ImportedValuesFolder } from './imported-values-folder.ts';
import { badName, noMarket, noSeries, otherSeries, stillUsed, takenName } from './values-refusals.ts';

/** Which values a file holds. */
export interface ValuesOrder {
  /** Formulas read them as `imported_<name>`. A name that is there already is continued. */
  readonly name: string;
  readonly description: string | null;
  /** Name of the series whose trading days and symbols the file has; null where the name is there already. */
  readonly series: string | null;
  readonly columns: ValuesColumns;
}

/** A file of values as the service finds it. */
export interface ValuesFile {
  readonly path: string;
  /** What people call it. */
  readonly fileName: string;
}

/** Told how many bytes of the file were read, as it is stored. */
type OnBytes = (bytesRead: number) => void;

export interface KeptValues {
  readonly values: ImportedValuesRecord;
  readonly form: ValuesOutcome['form'];
  readonly newDays: number;
  readonly unknownSymbols: number;
}

/** Somewhere it is tomorrow already. */
const EARLIEST_ZONE_MS = 14 * 3_600_000;

/** Values of factors that were made elsewhere: the file first, then the row. All or nothing. */
@Injectable()
export class ImportedValuesService {
  private readonly logger = new Logger(ImportedValuesService.name);
  /** Done when nothing is imported. */
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: ImportedValuesStore,
    private readonly folder: ImportedValuesFolder,
    private readonly config: Config,
  ) {}

  /** @throws Refusal NOT_FOUND */
  async get(name: string): Promise<ImportedValuesRecord> {
    const found = await this.store.find(name);
    if (found !== null && found.deletedAt === null) return found;
    throw new Refusal('NOT_FOUND', `imported values: none are called ${name.slice(0, 60)}`, {
      where: 'name',
      remedy: 'list the imported values to see which there are',
    });
  }

  /** Newest first. */
  list(page: PageRequest): Promise<Page<ImportedValuesRecord>> {
    return this.store.list(page);
  }

  /** Refuses what no file could mend. @throws Refusal INVALID_INPUT, NOT_FOUND of the series, CONFLICT */
  async requireOrder(order: ValuesOrder): Promise<void> {
    await this.settle(order);
  }

  /**
   * Reads a file in a thread of its own, one after another: each may take some 500 MB. A name that is there already is continued: days after its last are added, and a day
   * that both hold must be the same.
   * @throws Refusal INVALID_INPUT, NOT_FOUND of the series, CONFLICT, DISK_FULL; FILE_* and DATASET_* of the file
   */
  import(order: ValuesOrder, file: ValuesFile, onBytes: OnBytes = () => {}): Promise<KeptValues> {
    const imported = this.last.then(() => this.importNow(order, file, onBytes));
    this.last = imported.then(
      () => undefined,
      () => undefined,
    );
    return imported;
  }

  /** The name stays taken: what was measured under it must not come to mean other values. @throws Refusal NOT_FOUND, CONFLICT */
  async delete(name: string): Promise<ImportedValuesRecord> {
    const values = await this.get(name);
    await this.store.delete(name, (users) => {
      if (users.length > 0) throw stillUsed(name, users);
    });
    await this.removeFiles([values.hash, values.formerHash], values);
    this.logger.log(`imported values ${name} were deleted`);
    return values;
  }

  private async importNow(
    order: ValuesOrder,
    { path, fileName }: ValuesFile,
    onBytes: OnBytes,
  ): Promise<KeptValues> {
    const { former, market } = await this.settle(order);
    await requireRoom(this.config, 'import', former?.bytes ?? 0);
    const { name } = order;
    const options: ValuesImport = {
      name,
      file: path,
      fileName,
      columns: order.columns,
      market: { days: market.days, symbols: market.symbols },
      today: new Date(Date.now() + EARLIEST_ZONE_MS).toISOString().slice(0, 10),
      former: former === null ? null : { path: this.folder.fileOf(former), hash: former.hash },
      folder: this.folder.path,
    };
    const outcome = await importValuesInThread(options, ({ bytesRead }) => onBytes(bytesRead));
    const { form, newDays, unknownSymbols } = outcome;
    const known = former !== null && former.hash === outcome.hash;
    const values = known
      ? former
      : await this.keep(order, { fileName, outcome, former, seriesId: market.seriesId });
    return { values, form, newDays, unknownSymbols };
  }

  private async settle(
    order: ValuesOrder,
  ): Promise<{ former: ImportedValuesRecord | null; market: SeriesMarket }> {
    const former = await this.formerOf(order);
    const series = order.series ?? former!.seriesName;
    const market = await this.store.market(series);
    if (market === null) throw noMarket(series);
    return { former, market };
  }

  private async formerOf({ name, series }: ValuesOrder): Promise<ImportedValuesRecord | null> {
    if (!isImportedName(name)) throw badName(name);
    const former = await this.store.find(name);
    if (former === null && series === null) throw noSeries(name);
    if (former?.deletedAt) throw takenName(name);
    if (former !== null && series !== null && series !== former.seriesName) throw otherSeries(former, series);
    return former;
  }

  private async keep(
    { name, description }: ValuesOrder,
    found: {
      readonly fileName: string;
      readonly outcome: ValuesOutcome;
      readonly former: ImportedValuesRecord | null;
      readonly seriesId: string;
    },
  ): Promise<ImportedValuesRecord> {
    const { fileName, outcome, former, seriesId } = found;
    const values = await this.store.keep({
      name,
      description,
      seriesId,
      sourceFile: fileName,
      who: currentCaller()?.name ?? 'service',
      outcome,
      formerHash: former?.hash ?? null,
    });
    // The file before stays for whoever is reading it, or backing it up; the one before that is of no use.
    if (former !== null) await this.removeFiles([former.formerHash], former);
    this.logger.log(`imported values ${name}: ${outcome.newDays} new days, until ${outcome.lastDay}`);
    return values;
  }

  private async removeFiles(
    hashes: readonly (string | null)[],
    { name }: ImportedValuesRecord,
  ): Promise<void> {
    for (const hash of hashes) {
      if (hash === null) continue;
      await rm(this.folder.fileOf({ name, hash }), { force: true }).catch((error: Error) =>
        this.logger.warn(`a file of imported values ${name} is left: ${error.message}`),
      );
    }
  }
}
