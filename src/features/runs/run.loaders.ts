import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { WarmStartProgram } from '../../mining/ports.ts';
import { Database } from '../../platform/database/database.ts';
import { loadAlike } from '../../platform/paging/load-alike.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import { LineageStore } from '../factors/lineage.store.ts';
import {
  type GenerationRow,
  GenerationsStore,
  type IndividualRow,
  type PopulationOrder,
  type PopulationWish,
} from './generations.store.ts';
import type { RunModel } from './run.models.ts';
import type { RunEventRecord } from './run-record.ts';
import { RunRecordsStore } from './run-records.store.ts';
import { runView } from './run-views.ts';
import { EVENTS_SHOWN } from './runs.service.ts';

/** Not cached: a loader outlives the request, and joins only what is asked for in the same moment. */
const OPTIONS = { cache: false, maxBatchSize: 500 } as const;

interface GenerationsWish {
  readonly runId: string;
  readonly after: number | null;
  readonly limit: number;
}

interface PopulationPage extends PopulationWish {
  readonly order: PopulationOrder;
  readonly page: PageRequest;
}

/** Runs that hang on rows of a list, and what hangs on the runs of one, read in one statement for the whole list. */
@Injectable()
export class RunLoaders {
  /** Read each time: whether a run stands still is told by the clock, not by the store alone. */
  readonly run: DataLoader<string, RunModel | null>;
  /** Id of the first run in which a factor lived. */
  readonly firstRunOf: DataLoader<string, string | null>;
  /** Newest first. */
  readonly events: DataLoader<string, RunEventRecord[]>;
  readonly warmStart: DataLoader<string, readonly WarmStartProgram[] | null>;
  readonly generations: DataLoader<GenerationsWish, GenerationRow[]>;
  readonly population: DataLoader<PopulationPage, Page<IndividualRow>>;

  constructor(
    records: RunRecordsStore,
    generations: GenerationsStore,
    lineage: LineageStore,
    database: Database,
  ) {
    this.run = new DataLoader<string, RunModel | null>(
      async (ids) => (await records.byIds(ids)).map((run) => run && runView(run)),
      OPTIONS,
    );
    this.firstRunOf = new DataLoader<string, string | null>((ids) => {
      const read = async () => (await lineage.firstRunsOf(ids)).map((run) => run?.id ?? null);
      return database.unchanged.of(`first runs ${ids.join()}`, read, (rows) => rows.length);
    }, OPTIONS);
    this.events = new DataLoader((ids: readonly string[]) => records.eventsOf(ids, EVENTS_SHOWN), OPTIONS);
    this.warmStart = new DataLoader((ids: readonly string[]) => records.warmStartsOf(ids), OPTIONS);
    this.generations = new DataLoader(
      (wishes: readonly GenerationsWish[]) =>
        loadAlike(
          wishes,
          ({ runId: _, ...like }) => like,
          (alike) => generations.seriesOf(idsOf(alike), alike[0]!.after, alike[0]!.limit),
        ),
      OPTIONS,
    );
    this.population = new DataLoader(
      (wishes: readonly PopulationPage[]) =>
        loadAlike<PopulationPage, Page<IndividualRow> | Error>(
          wishes,
          ({ order, page }) => [order, page],
          (alike) => generations.populationsOf(alike, alike[0]!.order, alike[0]!.page),
        ),
      OPTIONS,
    );
  }
}

const idsOf = (wishes: readonly { readonly runId: string }[]): string[] => wishes.map(({ runId }) => runId);
