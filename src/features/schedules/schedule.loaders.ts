import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { loadAlike } from '../../platform/paging/load-alike.ts';
import type { Page } from '../../platform/paging/page.ts';
import type { ScheduleModel } from './schedule.models.ts';
import { type HistoryOf, ScheduleSlotsStore, type SlotRecord } from './schedule-slots.store.ts';
import { scheduleView } from './schedules.service.ts';
import { SchedulesStore } from './schedules.store.ts';
import { type Candidate, SlotAdmissionsStore } from './slot-admissions.store.ts';

/** Not cached: a loader outlives the request, and joins only what is asked for in the same moment. */
const OPTIONS = { cache: false, maxBatchSize: 500 } as const;

/** Nested fields of lists, read in one statement for the whole list. */
@Injectable()
export class ScheduleLoaders {
  /** As it stands at the moment: its next firings move on. */
  readonly schedule: DataLoader<string, ScheduleModel | null>;
  readonly history: DataLoader<HistoryOf, Page<SlotRecord>>;
  readonly candidates: DataLoader<Pick<SlotRecord, 'scheduleId' | 'slotAt'>, Candidate[]>;

  constructor(schedules: SchedulesStore, slots: ScheduleSlotsStore, admissions: SlotAdmissionsStore) {
    this.schedule = new DataLoader(async (ids: readonly string[]) => {
      const now = new Date();
      return (await schedules.byIds(ids)).map((schedule) => schedule && scheduleView(schedule, now));
    }, OPTIONS);
    this.history = new DataLoader(
      (wishes: readonly HistoryOf[]) =>
        loadAlike(
          wishes,
          ({ page }) => page,
          (alike) => slots.histories(alike),
        ),
      OPTIONS,
    );
    this.candidates = new DataLoader(
      (places: readonly Pick<SlotRecord, 'scheduleId' | 'slotAt'>[]) => admissions.candidatesOf(places),
      OPTIONS,
    );
  }
}
