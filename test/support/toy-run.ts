import type { EvolutionSettings, Experiment, StopConditions } from '../../src/core/experiment/experiment.ts';
import type { Program } from '../../src/core/program/program.ts';
import type { MineOptions } from '../../src/mining/claim.ts';
import type { GenerationRecord } from '../../src/mining/generation-record.ts';
import { type MineResult, mineRun } from '../../src/mining/mine.ts';
import type { ProgressSink } from '../../src/mining/ports.ts';
import { MemoryRunStore, type RunSetup } from './memory-run-store.ts';
import { EMPTY_MEMO, ToyEvaluator } from './toy-evaluator.ts';
import { TOY_CATALOG, TOY_EXPERIMENT } from './toy-market.ts';

export const SILENT: ProgressSink = { generation: () => undefined };
export const LEASE_MS = 60_000;

export function toySetup(
  evolution: Partial<EvolutionSettings> = {},
  stop: Partial<StopConditions> = {},
): RunSetup {
  const experiment: Experiment = {
    ...TOY_EXPERIMENT,
    evolution: { ...TOY_EXPERIMENT.evolution, ...evolution },
    stop: { ...TOY_EXPERIMENT.stop, ...stop },
  };
  return { experiment, seed: 'toy', warmStart: [] };
}

/** Claims and mines a run of a memory store; the clock ticks 5 ms at each reading. */
export async function mineToy(
  store: MemoryRunStore,
  runId: string,
  change: Partial<MineOptions> = {},
): Promise<MineResult> {
  const claimed = await store.claim(runId, 'toy', LEASE_MS);
  if (claimed === null) throw new Error(`expected run ${runId} to be free`);
  let nowMs = 0;
  return mineRun({
    claimed,
    catalog: TOY_CATALOG,
    evaluator: new ToyEvaluator(),
    memo: EMPTY_MEMO,
    store,
    clock: { nowMs: () => (nowMs += 5) },
    progress: SILENT,
    leaseMs: LEASE_MS,
    ...change,
  });
}

export interface ToyRun {
  readonly result: MineResult;
  readonly records: readonly GenerationRecord[];
}

/** A whole toy run in a store of its own. */
export async function runToy(setup: RunSetup, change: Partial<MineOptions> = {}): Promise<ToyRun> {
  const store = new MemoryRunStore();
  const runId = store.createRun(setup);
  const result = await mineToy(store, runId, change);
  return { result, records: store.records.get(runId) ?? [] };
}

/** What of a run's records must be equal wherever it is mined: all but times and what was computed here. */
export function decided(records: readonly GenerationRecord[]): unknown {
  return records.map(({ minedMs: _, measured: _measured, statistics, ...record }) => {
    const { timings: __, computed: ___, ...facts } = statistics;
    return { ...record, facts };
  });
}

export const programsOf = (records: readonly GenerationRecord[]): readonly Program[] =>
  records.flatMap(({ joined }) => joined.map(({ program }) => program));
