import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { loadAlike } from '../../platform/paging/load-alike.ts';
import type { Page } from '../../platform/paging/page.ts';
import { type PoolScheduleUse, type PoolUse, PoolUsesStore, type UsesOf } from './pool-uses.store.ts';
import { type PoolMember, PoolsStore } from './pools.store.ts';

/** Not cached: a loader outlives the request, and joins only what is asked for in the same moment. */
const OPTIONS = { cache: false, maxBatchSize: 500 } as const;

/** Nested fields of lists of pools, read in one statement for the whole list. */
@Injectable()
export class PoolLoaders {
  readonly members: DataLoader<string, PoolMember[]>;
  readonly runs: DataLoader<UsesOf, Page<PoolUse>>;
  readonly schedules: DataLoader<string, PoolScheduleUse[]>;

  constructor(store: PoolsStore, uses: PoolUsesStore) {
    this.members = new DataLoader((ids: readonly string[]) => store.membersOf(ids), OPTIONS);
    this.schedules = new DataLoader((ids: readonly string[]) => uses.schedules(ids), OPTIONS);
    this.runs = new DataLoader(
      (wishes: readonly UsesOf[]) =>
        loadAlike(
          wishes,
          ({ page }) => page,
          (alike) => uses.runs(alike),
        ),
      OPTIONS,
    );
  }
}
