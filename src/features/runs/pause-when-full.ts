import type { GenerationRecord } from '../../mining/generation-record.ts';
import type { ClaimedRun, Fence, RunDirective, RunOutcome, RunStore } from '../../mining/ports.ts';

/**
 * A run's store that pauses the run while the disk is nearly full: the generation in hand is still written, into the
 * room that is kept for it, and the reason is the run's. A wish to cancel goes before.
 */
export class PauseWhenFull implements RunStore {
  private lack: string | null = null;

  /** @param lackOfRoom what is wrong with the room, in words; null where there is enough */
  constructor(
    private readonly store: RunStore,
    private readonly lackOfRoom: () => Promise<string | null>,
  ) {}

  claim(runId: string, owner: string, leaseMs: number): Promise<ClaimedRun | null> {
    return this.store.claim(runId, owner, leaseMs);
  }

  async heartbeat(fence: Fence, leaseMs: number): Promise<RunDirective> {
    return this.orPause(await this.store.heartbeat(fence, leaseMs));
  }

  async commitGeneration(fence: Fence, record: GenerationRecord): Promise<RunDirective> {
    return this.orPause(await this.store.commitGeneration(fence, record));
  }

  release(fence: Fence, outcome: RunOutcome, reason: string): Promise<void> {
    const told = outcome === 'PAUSED' && this.lack !== null ? `paused: ${this.lack}` : reason;
    return this.store.release(fence, outcome, told);
  }

  private async orPause(directive: RunDirective): Promise<RunDirective> {
    this.lack = await this.lackOfRoom();
    return this.lack !== null && directive === 'continue' ? 'pause' : directive;
  }
}
