import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { loadAlike } from '../../platform/paging/load-alike.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import { MOST_CHANGES } from './libraries.service.ts';
import { LibrariesStore, type LibraryRecord, type MemberRecord } from './libraries.store.ts';
import { type ChangeRecord, type DecisionRecord, LibraryHistoryStore } from './library-history.store.ts';
import type { LibrarySignalsModel, MemberHealthModel } from './library-process.models.ts';
import { LibrarySignals } from './library-signals.service.ts';

/** Not cached: a loader outlives the request, and joins only what is asked for in the same moment. */
const OPTIONS = { cache: false, maxBatchSize: 500 } as const;

/** What is wanted of a library, and of every other one that it is asked of alike. */
interface Wish<T> {
  readonly libraryId: string;
  readonly what: T;
}

/** What hangs on the libraries of a list, read in one statement for the whole list. */
@Injectable()
export class LibraryLoaders {
  readonly library: DataLoader<string, LibraryRecord | null>;
  /** `retired`: also those that left. */
  readonly members: DataLoader<
    Wish<{ readonly retired: boolean; readonly page: PageRequest }>,
    Page<MemberRecord>
  >;
  readonly decisions: DataLoader<
    Wish<{ readonly admitted: boolean | null; readonly page: PageRequest }>,
    Page<DecisionRecord>
  >;
  readonly changes: DataLoader<Wish<null>, ChangeRecord[]>;
  /** `what`: a member, or all. */
  readonly health: DataLoader<Wish<string | null>, MemberHealthModel[]>;
  /** `what`: a day, or the last. */
  readonly signals: DataLoader<Wish<string | null>, LibrarySignalsModel>;

  constructor(libraries: LibrariesStore, history: LibraryHistoryStore, signals: LibrarySignals) {
    this.library = new DataLoader((ids: readonly string[]) => libraries.byIds(ids), OPTIONS);
    this.members = alike((ids, { retired, page }) => libraries.memberPagesOf(ids, retired, page));
    this.decisions = alike((ids, { admitted, page }) => history.decisionsOf(ids, admitted, page));
    this.changes = alike((ids) => history.changesOf(ids, MOST_CHANGES));
    this.health = alike((ids, factorId) => signals.healthOf(ids, factorId));
    this.signals = alike<string | null, LibrarySignalsModel>((ids, day) => signals.signalsOf(ids, day));
  }
}

const alike = <T, R>(
  load: (libraryIds: readonly string[], what: T) => Promise<readonly (R | Error)[]>,
): DataLoader<Wish<T>, R> =>
  new DataLoader<Wish<T>, R>(
    (wishes) =>
      loadAlike<Wish<T>, R | Error>(
        wishes,
        ({ what }) => what,
        (same) =>
          load(
            same.map(({ libraryId }) => libraryId),
            same[0]!.what,
          ),
      ),
    OPTIONS,
  );
