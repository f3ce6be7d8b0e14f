import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import {
  type HealthRecord,
  LibraryCareStore,
  type LibrarySignalRows,
  type SignalRecord,
} from './care/library-care.store.ts';
import { LibrariesStore } from './libraries.store.ts';
import type { LibrarySignalsModel, MemberHealthModel } from './library-process.models.ts';

const MOST_HEALTH = 2_000;

/** What the last care of a library has found. */
@Injectable()
export class LibrarySignals {
  constructor(
    private readonly store: LibrariesStore,
    private readonly care: LibraryCareStore,
  ) {}

  /** Latest first. @throws Refusal NOT_FOUND */
  async health(libraryId: string, factorId: string | null): Promise<MemberHealthModel[]> {
    const { id } = await this.store.get(libraryId);
    return (await this.healthOf([id], factorId))[0]!;
  }

  /** The same of many libraries. @throws Refusal INVALID_INPUT for what is no id of a factor */
  async healthOf(libraryIds: readonly string[], factorId: string | null): Promise<MemberHealthModel[][]> {
    const member = factorId === null ? null : requireUuid(factorId, 'factorId');
    const found = await this.care.healthOf(libraryIds, member, MOST_HEALTH);
    return found.map((rows) => rows.map(healthView));
  }

  /** @param day one of the last days; the very last unless told @throws Refusal NOT_FOUND, PERIOD_INVALID */
  async signals(libraryId: string, day: string | null): Promise<LibrarySignalsModel> {
    const { id } = await this.store.get(libraryId);
    const [found] = await this.signalsOf([id], day);
    if (found instanceof Refusal) throw found;
    return found!;
  }

  /** The same of many libraries; a refusal in the place of one that has no such day. */
  async signalsOf(
    libraryIds: readonly string[],
    day: string | null,
  ): Promise<(LibrarySignalsModel | Refusal)[]> {
    return (await this.care.signalsOf(libraryIds)).map((found) => signalsOn(day, found));
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

function signalsOn(
  day: string | null,
  { datasetId, symbols, rows }: LibrarySignalRows,
): LibrarySignalsModel | Refusal {
  const days = rows[0]?.days ?? [];
  if (datasetId === null) return { datasetId, days, day: null, symbols: [], members: [] };
  const at = day === null ? days.length - 1 : days.indexOf(day);
  if (at < 0) return noSuchDay(day, days);
  const members = rows.map((row) => memberOn(row, at, symbols.length));
  return { datasetId, days, day: days[at]!, symbols: [...symbols], members };
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
