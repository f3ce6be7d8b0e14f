import { Logger } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { type MineResult, mineRun } from '../../mining/mine.ts';
import type { ClaimedRun } from '../../mining/ports.ts';
import { isDiskFull } from '../../platform/disk/is-disk-full.ts';
import { withLogContext } from '../../platform/logging/log-context.ts';
import type { MiningDesk } from './mining-desk.ts';
import { PauseWhenFull } from './pause-when-full.ts';
import type { PostgresRunStore } from './run.store.ts';
import type { RunLook } from './run-look.service.ts';
import type { RunRecordsStore } from './run-records.store.ts';

export interface RunMinerParts {
  readonly store: PostgresRunStore;
  readonly records: RunRecordsStore;
  readonly look: RunLook;
  readonly openDesk: (claimed: ClaimedRun) => Promise<MiningDesk>;
  /** What is wrong with the room on the disk, in words; null where there is enough. */
  readonly lackOfRoom: () => Promise<string | null>;
  /** Told when a run pauses or completes: its best factors are worth a look at the other periods. */
  readonly onRest: (runId: string) => void;
}

export interface RunMinerOptions {
  /** Names this process in the rows that it owns. */
  readonly owner: string;
  readonly leaseMs: number;
  /** Aborted when the process shuts down. */
  readonly signal: AbortSignal;
}

/** Mines runs for one process: claims, sets the desk, mines, and tells whoever watches. */
export class RunMiner {
  private readonly logger = new Logger(RunMiner.name);
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly parts: RunMinerParts,
    private readonly options: RunMinerOptions,
  ) {}

  /** Mines a run as long as it is wanted and can be had: a wish that comes while it ends is met at once. */
  mineWhileWanted(runId: string): Promise<void> {
    const mining = withLogContext({ runId }, () => this.mineAgainAndAgain(runId)).finally(() =>
      this.underWay.delete(mining),
    );
    this.underWay.add(mining);
    return mining;
  }

  /** Resolves when no run is being mined: after the signal, when everything has been handed back. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  private async mineAgainAndAgain(runId: string): Promise<void> {
    const { records, store, look } = this.parts;
    const { owner, leaseMs, signal } = this.options;
    while (!signal.aborted) {
      if (await records.waitsForEarlier(runId)) return;
      const claimed = await store.claim(runId, owner, leaseMs);
      await look.tellChanged(runId);
      if (!claimed) return;
      const result = await this.mine(claimed);
      await look.tellChanged(runId);
      if (!result) return;
      await this.afterwards(claimed, result);
    }
  }

  private async mine(claimed: ClaimedRun): Promise<MineResult | null> {
    const { runId } = claimed.fence;
    let desk: MiningDesk | null = null;
    try {
      desk = await this.parts.openDesk(claimed);
      return await mineRun({
        ...desk,
        store: new PauseWhenFull(desk.store, this.parts.lackOfRoom),
        claimed,
        clock: { nowMs: () => performance.now() },
        progress: { generation: (id) => void this.parts.look.tellChanged(id) },
        leaseMs: this.options.leaseMs,
        signal: this.options.signal,
        onRefusedWarmStart: (refused) => {
          for (const { formula, reason } of refused) {
            this.logger.warn(`run ${runId}: warm start without ${formula}: ${reason}`);
          }
        },
      });
    } catch (error) {
      if (isDiskFull(error)) await this.pauseOnFullDisk(claimed);
      else this.tellFault(runId, error);
      // mineRun has released it with the reason; before that, nobody has.
      if (!desk && !isDiskFull(error)) await this.giveUpBeforeMining(claimed, error);
      return null;
    } finally {
      await desk?.close();
    }
  }

  private tellFault(runId: string, error: unknown): void {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.logger.error(`run ${runId}: ${told}`);
  }

  /** The database took nothing of the generation; if it cannot take this either, the lease ends and the run is tried again. */
  private async pauseOnFullDisk({ fence }: ClaimedRun): Promise<void> {
    const reason = "paused: the database's disk is full; make room and resume";
    this.logger.warn(`run ${fence.runId}: ${reason}`);
    await this.parts.store.release(fence, 'PAUSED', reason).catch(() => undefined);
    await this.parts.look.tellChanged(fence.runId);
  }

  private async afterwards({ fence, experiment }: ClaimedRun, result: MineResult): Promise<void> {
    const { runId } = fence;
    this.logger.log(`run ${runId}: ${result.ending}, ${result.reason}`);
    if (result.ending === 'INTERRUPTED') {
      // Fenced meanwhile is as good as handed back.
      await this.parts.store.handBack(fence).catch(() => undefined);
    }
    if (result.ending === 'COMPLETED') await this.parts.records.requeueIfExtended(runId, experiment.stop);
    if (result.ending === 'COMPLETED' || result.ending === 'PAUSED') this.parts.onRest(runId);
  }

  /**
   * The desk could not be set: a refusal is the run's own fault, lack of memory or disk passes, and whatever else broke leaves the
   * run to its lease, which counts against it.
   */
  private async giveUpBeforeMining({ fence }: ClaimedRun, error: unknown): Promise<void> {
    if (!(error instanceof Refusal)) return;
    const { store, look } = this.parts;
    const given =
      error.code === 'UNAVAILABLE'
        ? store.handBack(fence)
        : store.release(fence, error.code === 'DISK_FULL' ? 'PAUSED' : 'FAILED', error.message);
    await given.catch(() => undefined);
    await look.tellChanged(fence.runId);
  }
}
