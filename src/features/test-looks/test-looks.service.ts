import { Injectable } from '@nestjs/common';
import type { Period } from '../../core/experiment/experiment.ts';
import { currentCaller } from '../../platform/auth/caller.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import { type LookFilter, type LookRecord, TestLooksStore } from './test-looks.store.ts';

/** Where somebody looks. */
export interface LookedAt {
  readonly market: { readonly id: string; readonly seriesId: string };
  readonly period: Period;
  readonly runId: string | null;
}

/** A run's test period is known here at most this long after the run was created. */
const KNOWN_MS = 5_000;

const overlap = (a: Period, b: Period): boolean => a.from <= b.to && a.to >= b.from;

/** Records who looks at the days that were kept for the last judgement. */
@Injectable()
export class TestLooks {
  private readonly known = new Map<
    string,
    { readonly periods: readonly Period[]; readonly untilMs: number }
  >();

  constructor(private readonly store: TestLooksStore) {}

  /** Somebody asked for the test period by its name. Nobody's work (jobs) is no look. */
  async atTest(at: LookedAt): Promise<void> {
    const caller = currentCaller();
    if (caller === null) return;
    const { market, period, runId } = at;
    const { name: who, operation } = caller;
    await this.store.record({
      who,
      operation,
      seriesId: market.seriesId,
      datasetId: market.id,
      runId,
      period,
    });
  }

  /** Somebody named days: a look where they reach into the test period of any run on the series. */
  async atDays(at: LookedAt): Promise<void> {
    if (currentCaller() === null) return;
    const periods = await this.testPeriods(at.market.seriesId);
    if (periods.some((test) => overlap(test, at.period))) await this.atTest(at);
  }

  /** Newest first. @throws Refusal INVALID_INPUT */
  list(filter: LookFilter, page: PageRequest): Promise<Page<LookRecord>> {
    return this.store.list(filter, page);
  }

  count(seriesId: string): Promise<number> {
    return this.store.count(seriesId);
  }

  private async testPeriods(seriesId: string): Promise<readonly Period[]> {
    const nowMs = Date.now();
    const kept = this.known.get(seriesId);
    if (kept && kept.untilMs > nowMs) return kept.periods;
    const periods = await this.store.testPeriods(seriesId);
    this.known.set(seriesId, { periods, untilMs: nowMs + KNOWN_MS });
    return periods;
  }
}
