// Programs as a run breeds them: mined by the product's own loop, kept in memory.
import { EXPERIMENT_DEFAULTS } from '../../dist/core/experiment/defaults.js';
import { createEvaluator } from '../../dist/mining/create-evaluator.js';
import { mineRun } from '../../dist/mining/mine.js';

/** A store that keeps the records of one run, and nothing else: no database in what is timed. */
function recordingStore(claimed) {
  const records = [];
  return {
    records,
    claim: async () => claimed,
    heartbeat: async () => 'continue',
    commitGeneration: async (_, record) => {
      records.push(record);
      return 'continue';
    },
    release: async () => undefined,
  };
}

/** Mines so many generations on a pool. @returns { records, seconds, experiment } */
export async function mineInMemory(pool, market, handle, { seed, generations, changes = {} }) {
  const { panel, train } = market;
  const { evaluation, evolution, stop } = EXPERIMENT_DEFAULTS;
  const experiment = {
    ...EXPERIMENT_DEFAULTS,
    evaluation: { ...evaluation, label: { ...evaluation.label, dropLimitLocked: 'off' } },
    evolution: { ...evolution, ...changes },
    periods: { train, validation: null, test: null },
    stop: { ...stop, generations },
  };
  const claimed = {
    fence: { runId: 'bench', epoch: 1 },
    datasetId: 'bench',
    datasetHash: panel.datasetHash,
    experiment,
    seed,
    warmStart: [],
    position: null,
    minedMs: 0,
  };
  const store = recordingStore(claimed);
  const began = performance.now();
  const result = await mineRun({
    claimed,
    catalog: panel,
    evaluator: await createEvaluator(pool, handle, experiment),
    memo: { lookUp: async () => new Map() },
    store,
    clock: { nowMs: () => performance.now() },
    progress: { generation: () => undefined },
    leaseMs: 600_000,
  });
  if (result.ending !== 'COMPLETED') throw new Error(`the run ended ${result.ending}: ${result.reason}`);
  return { records: store.records, seconds: (performance.now() - began) / 1000, experiment };
}

/** Distinct programs of a run after its first generation, latest first. */
export function bredPrograms(records, count) {
  const bred = records
    .slice(1)
    .reverse()
    .flatMap((record) => record.joined.map(({ program }) => program));
  return [...new Map(bred.map((program) => [program.hash, program])).values()].slice(0, count);
}
