import type { Individual } from '../../src/core/evolution/individual.ts';
import type { Experiment, StopConditions } from '../../src/core/experiment/experiment.ts';
import { Refusal } from '../../src/core/outcome/refusal.ts';
import type { GenerationRecord } from '../../src/mining/generation-record.ts';
import type {
  ClaimedRun,
  Fence,
  RunDirective,
  RunOutcome,
  RunPosition,
  RunStore,
  UnlikeKnown,
  WarmStartProgram,
} from '../../src/mining/ports.ts';

export interface RunSetup {
  readonly experiment: Experiment;
  readonly seed: string;
  readonly warmStart: readonly WarmStartProgram[];
  readonly unlike?: UnlikeKnown | null;
  readonly improves?: boolean;
}

interface StoredRun extends Omit<RunSetup, 'experiment'> {
  experiment: Experiment;
  epoch: number;
  owner: string | null;
  leaseEndsMs: number;
  directive: RunDirective;
  outcome: RunOutcome | null;
  reason: string;
  minedMs: number;
  position: RunPosition | null;
}

/** A RunStore without a database, with the rules of the real one: for tests of the mining loop. */
export class MemoryRunStore implements RunStore {
  /** Every committed record, in order, by run. */
  readonly records = new Map<string, GenerationRecord[]>();
  private readonly runs = new Map<string, StoredRun>();

  constructor(private readonly nowMs: () => number = () => Date.now()) {}

  createRun(setup: RunSetup): string {
    const runId = `run-${this.runs.size + 1}`;
    this.records.set(runId, []);
    this.runs.set(runId, {
      ...setup,
      epoch: 0,
      owner: null,
      leaseEndsMs: 0,
      directive: 'continue',
      outcome: null,
      reason: '',
      minedMs: 0,
      position: null,
    });
    return runId;
  }

  /** What a user asks of a run. */
  request(runId: string, wish: 'pause' | 'cancel' | 'resume'): void {
    const run = this.runOf(runId);
    if (wish === 'resume') run.outcome = null;
    run.directive = wish === 'resume' ? 'continue' : wish;
  }

  /** Replaces the stop limits, the one thing of a run that may change. */
  extend(runId: string, stop: StopConditions): void {
    const run = this.runOf(runId);
    run.experiment = { ...run.experiment, stop };
  }

  outcomeOf(runId: string): { outcome: RunOutcome | null; reason: string } {
    const { outcome, reason } = this.runOf(runId);
    return { outcome, reason };
  }

  async claim(runId: string, owner: string, leaseMs: number): Promise<ClaimedRun | null> {
    const run = this.runs.get(runId);
    if (run === undefined || run.outcome !== null) return null;
    if (run.owner !== null && this.nowMs() < run.leaseEndsMs) return null;
    run.epoch += 1;
    run.owner = owner;
    run.leaseEndsMs = this.nowMs() + leaseMs;
    const { experiment, seed, warmStart, unlike, improves, position, minedMs } = run;
    const fence = { runId, epoch: run.epoch };
    const dataset = { datasetId: 'dataset', datasetHash: 'dataset-hash' };
    return { fence, ...dataset, experiment, seed, warmStart, unlike, improves, position, minedMs };
  }

  async heartbeat(fence: Fence, leaseMs: number): Promise<RunDirective> {
    const run = this.fencedRun(fence);
    run.leaseEndsMs = this.nowMs() + leaseMs;
    return run.directive;
  }

  async commitGeneration(fence: Fence, record: GenerationRecord): Promise<RunDirective> {
    const run = this.fencedRun(fence);
    const { generation } = record.statistics;
    const expected = run.position === null ? 0 : run.position.generation + 1;
    if (generation !== expected) {
      throw new Refusal('CONFLICT', `expected generation ${expected}, got ${generation}`);
    }
    run.position = positionAfter(run, record);
    run.minedMs = record.minedMs;
    this.records.get(fence.runId)?.push(record);
    return run.directive;
  }

  async release(fence: Fence, outcome: RunOutcome, reason: string): Promise<void> {
    Object.assign(this.fencedRun(fence), { outcome, reason, owner: null });
  }

  private runOf(runId: string): StoredRun {
    const run = this.runs.get(runId);
    if (run === undefined) throw new Refusal('NOT_FOUND', `expected a run, got ${runId}`);
    return run;
  }

  private fencedRun(fence: Fence): StoredRun {
    const run = this.runOf(fence.runId);
    if (run.epoch === fence.epoch && run.owner !== null) return run;
    throw new Refusal('RUN_FENCED', `expected epoch ${run.epoch} of ${fence.runId}, got ${fence.epoch}`);
  }
}

const placeOf = (one: { birthGeneration: number; slot: number }): string =>
  `${one.birthGeneration}/${one.slot}`;

function positionAfter(run: StoredRun, record: GenerationRecord): RunPosition {
  const gone = new Set(record.left.map(placeOf));
  const population = [...(run.position?.population ?? []), ...record.joined]
    .filter((individual) => !gone.has(placeOf(individual)))
    .sort((a: Individual, b: Individual) => a.birthGeneration - b.birthGeneration || a.slot - b.slot);
  const keepsFirst = run.experiment.evolution.catastrophe.initialSource === 'firstGeneration';
  const { statistics, bestEver, bestEverGeneration, evaluations } = record;
  const firstGeneration = run.position?.firstGeneration ?? (keepsFirst ? record.joined : []);
  return {
    generation: statistics.generation,
    population,
    firstGeneration,
    bestEver,
    bestEverGeneration,
    evaluations,
    thresholds: statistics.cascade?.nextThresholds ?? [],
  };
}
