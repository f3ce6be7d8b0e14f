import { Injectable } from '@nestjs/common';
import type { PanelManifest } from '../../compute/panel/panel-manifest.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { DatasetsStore } from '../datasets/datasets.store.ts';
import { type HealthRecord, LibraryCareStore, type SignalRecord } from './care/library-care.store.ts';
import { LibrariesStore } from './libraries.store.ts';
import type { LibrarySignalsModel, MemberHealthModel } from './library-process.models.ts';

const MOST_HEALTH = 2_000;

/** What the last care of a library has found. */
@Injectable()
export class LibrarySignals {
  constructor(
    private readonly store: LibrariesStore,
    private readonly care: LibraryCareStore,
    private readonly datasets: DatasetsStore,
  ) {}

  /** Latest first. @throws Refusal NOT_FOUND */
  async health(libraryId: string, factorId: string | null): Promise<MemberHealthModel[]> {
    const { id } = await this.store.get(libraryId);
    const member = factorId === null ? null : requireUuid(factorId, 'factorId');
    return (await this.care.health(id, member, MOST_HEALTH)).map(healthView);
  }

  /** @param day one of the last days; the very last unless told @throws Refusal NOT_FOUND, PERIOD_INVALID */
  async signals(libraryId: string, day: string | null): Promise<LibrarySignalsModel> {
    const { id } = await this.store.get(libraryId);
    const { datasetId, rows } = await this.care.signals(id);
    const days = rows[0]?.days ?? [];
    if (datasetId === null) return { datasetId, days, day: null, symbols: [], members: [] };
    const at = day === null ? days.length - 1 : days.indexOf(day);
    if (at < 0) throw noSuchDay(day, days);
    const { symbols } = (await this.datasets.manifest(datasetId)) as PanelManifest;
    return {
      datasetId,
      days,
      day: days[at]!,
      symbols: [...symbols],
      members: rows.map((row) => memberOn(row, at, symbols.length)),
    };
  }

  /** The same as text: `day,symbol` and a column for each member. @throws Refusal as `signals` */
  async csv(libraryId: string, day: string | null): Promise<string> {
    const { day: shown, symbols, members } = await this.signals(libraryId, day);
    const head = ['day', 'symbol', ...members.map(({ formula }) => `"${formula}"`)].join(',');
    const lines = symbols.map((symbol, at) =>
      [shown, symbol, ...members.map(({ values }) => values[at] ?? '')].join(','),
    );
    return `${[head, ...lines].join('\n')}\n`;
  }
}

function memberOn({ factorId, formula, figures }: SignalRecord, row: number, stocks: number) {
  const values = Array.from({ length: stocks }, (_, stock) => {
    const value = figures.readDoubleLE((row * stocks + stock) * Float64Array.BYTES_PER_ELEMENT);
    return Number.isNaN(value) ? null : value;
  });
  return { factorId, formula, values };
}

function healthView({ periodFrom, periodTo, ...shown }: HealthRecord): MemberHealthModel {
  return { ...shown, period: { from: periodFrom, to: periodTo } };
}

const noSuchDay = (day: string | null, days: readonly string[]): Refusal =>
  new Refusal('PERIOD_INVALID', `signals: there are none of ${day}`, {
    expected: `one of ${days.join(', ')}`,
    actual: String(day),
    where: 'day',
    remedy: 'ask for one of the last days; older values are exported by `exports/values`',
  });
