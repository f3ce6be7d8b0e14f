import { Injectable, Logger } from '@nestjs/common';
import { isPassing } from '../../core/outcome/passing.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { LibrariesService } from '../libraries/libraries.service.ts';
import type { Verdict } from './schedule.enums.ts';
import type { AdmissionStep } from './schedule-template.ts';
import {
  type Candidate,
  type ClaimedAdmission,
  type Decision,
  SlotAdmissionsStore,
} from './slot-admissions.store.ts';
import { SlotCandidates } from './slot-candidates.service.ts';

/** Longer than any candidate takes: a process that says nothing for so long has died. */
export const ADMISSION_CLAIM_MS = 120_000;
const LOOK_AGAIN_MS = 5_000;
/** For so long after the end of a run its best are left to be measured by the job that it began. */
const MEASURED_WITHIN_MS = 180_000;
const FIRST_RETRY_MS = 30_000;
const MOST_ATTEMPTS = 5;
/** What may be otherwise at the next attempt. */

interface Work {
  readonly claimed: ClaimedAdmission;
  readonly step: AdmissionStep;
  readonly runId: string;
  /** Keeps the claim. @throws where another has taken it */
  readonly keep: () => Promise<void>;
}

/** Mine, gate, admit: puts the best of each slot's run forward for the library, and keeps every decision. */
@Injectable()
export class ScheduleAdmissions {
  private readonly logger = new Logger(ScheduleAdmissions.name);

  constructor(
    private readonly store: SlotAdmissionsStore,
    private readonly candidates: SlotCandidates,
    private readonly libraries: LibrariesService,
  ) {}

  /** Deals with every slot that is due now; any number of processes may. */
  async tick(now: Date): Promise<void> {
    const startedMs = performance.now();
    const present = (): Date => later(now, performance.now() - startedMs);
    for (;;) {
      const claimed = await this.store.claim(now, later(present(), ADMISSION_CLAIM_MS));
      if (!claimed) return;
      await this.advance(claimed, present);
    }
  }

  private async advance(claimed: ClaimedAdmission, present: () => Date): Promise<void> {
    const { store } = this;
    const { runId, runState, step } = claimed;
    if (!step) return store.finish(claimed, 'SKIPPED', 'the schedule wants no admission any more');
    if (!runId || !runState) return store.finish(claimed, 'SKIPPED', 'its run is gone');
    if (runState === 'FAILED' || runState === 'CANCELLED') {
      return store.finish(claimed, 'SKIPPED', `its run is ${runState}`);
    }
    if (runState !== 'COMPLETED') return this.lookLater(claimed, present(), `its run is ${runState}`);
    const keep = async (): Promise<void> => {
      if (!(await store.renew(claimed, later(present(), ADMISSION_CLAIM_MS)))) throw new Error('claim lost');
    };
    try {
      await this.admit({ claimed, step, runId, keep }, present());
    } catch (error) {
      await this.failed(claimed, error, present());
    }
  }

  private async admit(work: Work, now: Date): Promise<void> {
    const { claimed, step, runId, keep } = work;
    const restedMs = now.getTime() - (claimed.runFinishedAt?.getTime() ?? 0);
    if (restedMs < MEASURED_WITHIN_MS && !(await this.candidates.areMeasured(runId, step))) {
      return this.lookLater(claimed, now, "its run's best are being measured");
    }
    await this.libraries.get(step.libraryId);
    const beganAt = (await this.store.begin(claimed)) ?? now;
    const proposed = await this.proposed(work);
    for (const candidate of proposed) {
      if (candidate.verdict !== null) continue;
      await keep();
      const joined = await this.count(claimed, 'ADMITTED');
      await this.store.decide(candidate, await this.decide(candidate, step, { joined, beganAt }));
    }
    const [decided] = await this.store.candidatesOf([claimed]);
    await this.store.finish(claimed, 'DONE', summary(decided ?? []));
  }

  /** The candidates as they were written down by whoever began. */
  private async proposed({ claimed, step, runId, keep }: Work): Promise<Candidate[]> {
    const [earlier = []] = await this.store.candidatesOf([claimed]);
    if (earlier.length > 0) return earlier;
    await this.candidates.measure(runId, step, keep);
    await this.store.propose(claimed, await this.candidates.choose(runId, step));
    const [chosen = []] = await this.store.candidatesOf([claimed]);
    return chosen;
  }

  private async decide(
    { factorId, value }: Candidate,
    step: AdmissionStep,
    so: { readonly joined: number; readonly beganAt: Date },
  ): Promise<Decision> {
    if (step.maximumAdmissions !== null && so.joined >= step.maximumAdmissions) {
      const reason = `${so.joined} had joined, as many as the schedule allows at one slot`;
      return { verdict: 'NOT_TRIED', reason, checks: null };
    }
    if (step.minimumValue !== null && (value === null || value < step.minimumValue)) {
      const reason = `${step.metric}: the schedule expects at least ${step.minimumValue}, got ${value ?? 'none'}`;
      return { verdict: 'REJECTED', reason, checks: null };
    }
    try {
      const { admittedAt, checks } = await this.libraries.admit(step.libraryId, { factorId });
      return { verdict: admittedAt >= so.beganAt ? 'ADMITTED' : 'MEMBER', reason: null, checks };
    } catch (error) {
      if (!lasts(error)) throw error;
      return { verdict: 'REJECTED', reason: error.message, checks: error.details.problems ?? null };
    }
  }

  private async count(claimed: ClaimedAdmission, verdict: Verdict): Promise<number> {
    const [decided = []] = await this.store.candidatesOf([claimed]);
    return decided.filter((one) => one.verdict === verdict).length;
  }

  private lookLater(claimed: ClaimedAdmission, now: Date, detail: string): Promise<void> {
    return this.store.postpone(claimed, later(now, LOOK_AGAIN_MS), detail, false);
  }

  private async failed(claimed: ClaimedAdmission, error: unknown, now: Date): Promise<void> {
    const words = error instanceof Refusal ? `${error.code}: ${error.message}` : 'an unexpected error';
    const isOver = lasts(error) || claimed.attempts + 1 >= MOST_ATTEMPTS;
    const then = isOver ? 'it is given up' : 'it is tried again';
    const slot = claimed.slotAt.toISOString();
    this.logger.warn(`admission of ${claimed.scheduleId} ${slot}: ${String(error)}; ${then}`);
    if (isOver) return this.store.finish(claimed, 'FAILED', words);
    const pauseMs = FIRST_RETRY_MS * 2 ** claimed.attempts;
    await this.store.postpone(claimed, later(now, pauseMs), `${words}; tried again`, true);
  }
}

const later = (time: Date, ms: number): Date => new Date(time.getTime() + ms);

function summary(decided: readonly Candidate[]): string {
  if (decided.length === 0) return 'its run has no factor to put forward';
  const of = (verdict: Verdict): number => decided.filter((one) => one.verdict === verdict).length;
  return `${of('ADMITTED')} admitted, ${of('REJECTED')} rejected, ${of('MEMBER')} members already, ${of('NOT_TRIED')} not tried`;
}

/** A conflict is another admission at the same time. */
const lasts = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.code !== 'CONFLICT' && !isPassing(error);
