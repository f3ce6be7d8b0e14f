import { Injectable, Logger } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { RunsService } from '../runs/runs.service.ts';
import { DigestsStore, type PruningRecord } from './digests.store.ts';
import { type Pruned, PruningStore } from './pruning.store.ts';
import { RetentionSettingsStore } from './retention-settings.store.ts';
import type { RetentionSettings } from './retention-settings.ts';
import { type Verification, VerificationService } from './verification.service.ts';

export interface PruneOrder {
  /** One run, or all that are over for long enough. */
  readonly runId: string | null;
  /** Counts, and changes nothing. */
  readonly dryRun: boolean;
  /** No further run is begun once it is aborted. */
  readonly signal?: AbortSignal;
}

/** Keeps old runs small, and what they were provable. */
@Injectable()
export class RetentionService {
  private readonly logger = new Logger(RetentionService.name);

  constructor(
    private readonly settings: RetentionSettingsStore,
    private readonly pruning: PruningStore,
    private readonly digests: DigestsStore,
    private readonly verification: VerificationService,
    private readonly runs: RunsService,
  ) {}

  getSettings(): Promise<RetentionSettings> {
    return this.settings.get();
  }

  async setSettings(change: Partial<RetentionSettings>): Promise<RetentionSettings> {
    return this.settings.set(change);
  }

  /**
   * @returns a row for each run of which individuals went, or would go
   * @throws Refusal NOT_FOUND; CONFLICT where the run asked for is not over for long enough
   */
  async prune({ runId, dryRun, signal }: PruneOrder): Promise<Pruned[]> {
    const settings = await this.settings.get();
    if (runId !== null) await this.runs.get(runId);
    const candidates = await this.pruning.candidates(settings);
    if (runId !== null && !candidates.includes(runId)) throw notOver(runId, settings);
    const pruned: Pruned[] = [];
    const faults: unknown[] = [];
    for (const id of runId === null ? candidates : [runId]) {
      if (signal?.aborted) break;
      try {
        const one = dryRun ? await this.pruning.preview(id, settings) : await this.pruneOne(id, settings);
        if (one !== null && one.individuals > 0) pruned.push(one);
      } catch (error) {
        // One run that cannot be pruned must not keep those after it from it, hour after hour.
        this.logger.warn(
          `run ${id} was not pruned and is whole: ${String(error)}; it is tried again next time`,
        );
        faults.push(error);
      }
    }
    if (faults.length > 0) throw faults[0];
    return pruned;
  }

  private async pruneOne(runId: string, settings: RetentionSettings): Promise<Pruned | null> {
    const one = await this.pruning.prune(runId, settings);
    if (one !== null && one.individuals > 0) {
      this.logger.log(
        `run ${runId}: ${one.individuals} individuals pruned, whole from generation ${one.beforeGeneration} on`,
      );
    }
    return one;
  }

  /** What went of a run; null where nothing did. @throws Refusal NOT_FOUND */
  async pruningOf(runId: string): Promise<PruningRecord | null> {
    await this.runs.get(runId);
    return this.digests.pruning(runId);
  }

  /** @throws Refusal NOT_FOUND for either run */
  async verify(runId: string, againstRunId: string | null): Promise<Verification> {
    await this.runs.get(runId);
    if (againstRunId !== null) await this.runs.get(againstRunId);
    return this.verification.verify(runId, againstRunId);
  }
}

const notOver = (runId: string, { afterDays }: RetentionSettings): Refusal =>
  new Refusal('CONFLICT', `run ${runId}: only what ended ${afterDays} days ago or earlier is pruned`, {
    expected: `a completed, cancelled or failed run that ended at least ${afterDays} days ago`,
    actual: 'one that is not over, or not for so long',
    where: 'runId',
    remedy: 'wait, or set afterDays lower',
  });
