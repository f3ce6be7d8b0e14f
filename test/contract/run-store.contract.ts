import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rejection } from '../../src/core/evolution/cascade.ts';
import type { Individual, Judgement, Origin } from '../../src/core/evolution/individual.ts';
import type { Experiment } from '../../src/core/experiment/experiment.ts';
import { createLanguage } from '../../src/core/program/language.ts';
import { parseProgram } from '../../src/core/program/parse.ts';
import type { GenerationRecord } from '../../src/mining/generation-record.ts';
import type { ClaimedRun, Fence, RunStore } from '../../src/mining/ports.ts';
import type { RunSetup } from '../support/memory-run-store.ts';
import { TOY_CATALOG, TOY_EXPERIMENT } from '../support/toy-market.ts';

/** What an implementation of RunStore brings to be tested. Runs are made on the toy catalog's dataset. */
export interface RunStoreHarness {
  readonly store: RunStore;
  /** A run that is ready to be claimed and of which nothing is committed; gives its id. */
  createRun(setup: RunSetup): Promise<string>;
  /** What a user asks of a run; `resume` makes a released run ready to be claimed again. */
  request(runId: string, wish: 'pause' | 'cancel' | 'resume'): Promise<void>;
  close(): Promise<void>;
}

/** A run id of the store's form that no run has. */
export const UNKNOWN_RUN = '01890000-0000-7000-8000-00000000dead';

const LONG_LEASE_MS = 60_000;
const SHORT_LEASE_MS = 150;
const LANGUAGE = createLanguage(TOY_CATALOG, TOY_EXPERIMENT.language);
const SETUP: RunSetup = {
  experiment: TOY_EXPERIMENT,
  seed: 'contract/种子',
  warmStart: [{ formula: 'ts_norm(cs_norm(HIGH),20)', source: 'formula' }],
};

/** Rules that every RunStore keeps: leases, fencing, the order of generations, and what is read back. */
export function runStoreContract(name: string, open: () => Promise<RunStoreHarness>): void {
  describe(`RunStore: ${name}`, () => {
    let harness: RunStoreHarness;
    beforeAll(async () => {
      harness = await open();
    });
    afterAll(() => harness.close());

    claimRules(() => harness);
    fencingRules(() => harness);
    commitRules(() => harness);
    positionRules(() => harness);
    cascadeRules(() => harness);
    directiveRules(() => harness);
  });
}

type Open = () => RunStoreHarness;

function claimRules(open: Open): void {
  it('hands out all that decides the result', async () => {
    const { store, createRun } = open();
    const claimed = await store.claim(await createRun(SETUP), 'one', LONG_LEASE_MS);
    expect(claimed).toMatchObject({ ...SETUP, position: null, minedMs: 0 });
  });

  it('gives nothing of a run that does not exist', async () => {
    expect(await open().store.claim(UNKNOWN_RUN, 'one', LONG_LEASE_MS)).toBeNull();
  });

  it('lends a run to one owner while the lease lasts', async () => {
    const { store, createRun } = open();
    const runId = await createRun(SETUP);
    await claim(store, runId);
    expect(await store.claim(runId, 'two', LONG_LEASE_MS)).toBeNull();
  });

  it('lets one of many win that claim at once', async () => {
    const { store, createRun } = open();
    const runId = await createRun(SETUP);
    const owners = ['one', 'two', 'three', 'four'];
    const claims = await Promise.all(owners.map((owner) => store.claim(runId, owner, LONG_LEASE_MS)));
    expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1);
  });

  it('does not lend a run that ended', async () => {
    const { store, createRun } = open();
    const runId = await createRun(SETUP);
    const { fence } = await claim(store, runId);
    await store.commitGeneration(fence, generationZero());
    await store.release(fence, 'COMPLETED', '12 generations');
    expect(await store.claim(runId, 'two', LONG_LEASE_MS)).toBeNull();
  });
}

function fencingRules(open: Open): void {
  it('keeps a lease alive by heartbeats', async () => {
    const { store, createRun } = open();
    const runId = await createRun(SETUP);
    const { fence } = await claim(store, runId, SHORT_LEASE_MS);
    await store.heartbeat(fence, LONG_LEASE_MS);
    await sleep(2 * SHORT_LEASE_MS);
    expect(await store.claim(runId, 'two', LONG_LEASE_MS)).toBeNull();
  });

  it('raises the epoch when an expired lease is taken over, and fences the former owner out', async () => {
    const { store, createRun } = open();
    const runId = await createRun(SETUP);
    const former = await claim(store, runId, SHORT_LEASE_MS);
    await sleep(2 * SHORT_LEASE_MS);
    const latter = await claim(store, runId);
    expect(latter.fence.epoch).toBeGreaterThan(former.fence.epoch);

    const fenced = { code: 'RUN_FENCED' };
    await expect(store.heartbeat(former.fence, LONG_LEASE_MS)).rejects.toMatchObject(fenced);
    await expect(store.commitGeneration(former.fence, generationZero())).rejects.toMatchObject(fenced);
    await expect(store.release(former.fence, 'FAILED', 'late')).rejects.toMatchObject(fenced);
    // Nothing of that was written: the new owner begins at the beginning.
    await store.commitGeneration(latter.fence, generationZero());
  });
}

function commitRules(open: Open): void {
  it('refuses a generation that is not the next one', async () => {
    const { store, createRun } = open();
    const { fence } = await claim(store, await createRun(SETUP));
    await expect(store.commitGeneration(fence, generationOne())).rejects.toThrow();
    await store.commitGeneration(fence, generationZero());
    await expect(store.commitGeneration(fence, generationZero())).rejects.toThrow();
    await store.commitGeneration(fence, generationOne());
  });
}

function positionRules(open: Open): void {
  it('reads back where a run stands, bit for bit', async () => {
    const { store, createRun } = open();
    const runId = await createRun(SETUP);
    const { fence } = await claim(store, runId);
    await store.commitGeneration(fence, generationZero());
    await store.commitGeneration(fence, generationOne());
    const resumed = await pauseAndClaim(open(), runId, fence);
    const [first] = FIRST;
    expect(resumed.fence.epoch).toBeGreaterThan(fence.epoch);
    expect(resumed.minedMs).toBe(4321);
    expect(resumed.position).toEqual({
      generation: 1,
      population: [FIRST[2], ...SECOND.slice(0, 2)],
      firstGeneration: [],
      bestEver: first,
      bestEverGeneration: 0,
      evaluations: 6,
      thresholds: [],
    });
  });

  it('keeps the first generation for a run that refills from it', async () => {
    const { store, createRun } = open();
    const catastrophe = {
      ...TOY_EXPERIMENT.evolution.catastrophe,
      initialSource: 'firstGeneration' as const,
    };
    const experiment: Experiment = {
      ...TOY_EXPERIMENT,
      evolution: { ...TOY_EXPERIMENT.evolution, catastrophe },
    };
    const runId = await createRun({ ...SETUP, experiment });
    const { fence } = await claim(store, runId);
    await store.commitGeneration(fence, generationZero());
    await store.commitGeneration(fence, generationOne());
    const resumed = await pauseAndClaim(open(), runId, fence);
    expect(resumed.position?.firstGeneration).toEqual(FIRST);
  });
}

function cascadeRules(open: Open): void {
  it('reads back what the next generation is to reach, whom the cascade rejected, and who is an equivalent', async () => {
    const { store, createRun } = open();
    const runId = await createRun(SETUP);
    const { fence } = await claim(store, runId);
    await store.commitGeneration(fence, generationZero());
    const before = generationOne();
    const tiers = [{ share: 1 / 16, threshold: 1 / 3, scored: 2, passed: 1 }];
    const nextThresholds = [0.1 + 0.2, 5e-324];
    const audit = { sampled: 1, bar: 0.02, falseRejects: 0 };
    const cascade = { tiers, nextThresholds, audit };
    await store.commitGeneration(fence, {
      ...before,
      joined: SIFTED,
      left: before.left.filter(({ birthGeneration }) => birthGeneration === 0),
      statistics: { ...before.statistics, catastrophe: null, rejected: 1, equivalents: 1, cascade },
    });
    const resumed = await pauseAndClaim(open(), runId, fence);
    expect(resumed.position?.thresholds).toEqual(nextThresholds);
    expect(resumed.position?.population).toEqual([FIRST[2], ...SIFTED]);
  });
}

function directiveRules(open: Open): void {
  it('tells the owner to go on, to pause or to cancel', async () => {
    const harness = open();
    const { store } = harness;
    const runId = await harness.createRun(SETUP);
    const { fence } = await claim(store, runId);
    expect(await store.heartbeat(fence, LONG_LEASE_MS)).toBe('continue');
    expect(await store.commitGeneration(fence, generationZero())).toBe('continue');
    await harness.request(runId, 'pause');
    expect(await store.heartbeat(fence, LONG_LEASE_MS)).toBe('pause');
    await harness.request(runId, 'cancel');
    expect(await store.commitGeneration(fence, generationOne())).toBe('cancel');
    await store.release(fence, 'CANCELLED', 'as asked');
    expect(await store.claim(runId, 'two', LONG_LEASE_MS)).toBeNull();
  });
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function claim(store: RunStore, runId: string, leaseMs = LONG_LEASE_MS): Promise<ClaimedRun> {
  const claimed = await store.claim(runId, 'one', leaseMs);
  if (claimed === null) throw new Error(`expected run ${runId} to be free, got nothing`);
  return claimed;
}

async function pauseAndClaim(harness: RunStoreHarness, runId: string, fence: Fence): Promise<ClaimedRun> {
  await harness.request(runId, 'pause');
  await harness.store.release(fence, 'PAUSED', 'as asked');
  expect(await harness.store.claim(runId, 'two', LONG_LEASE_MS)).toBeNull();
  await harness.request(runId, 'resume');
  return claim(harness.store, runId);
}

function judged(fitness: number | null): Judgement {
  return {
    // Subtracted, not negated: a mean is a sum that begins at 0, so no judgement holds -0.
    ic: fitness === null ? null : 0 - fitness / 3,
    rankIc: fitness === null ? null : -fitness,
    icStd: fitness === null ? null : 0.1 + fitness,
    rankIcStd: null,
    days: 240,
    pairs: 123_456,
    coverage: 2 / 3,
    dateShare: 1,
    tiedShare: 1e-17,
    fitness,
  };
}

function individual(
  formula: string,
  place: { birthGeneration: number; slot: number },
  origin: Origin,
  fitness: number | null,
): Individual {
  const program = parseProgram(formula, LANGUAGE);
  if (!program.ok) throw program.error;
  return { program: program.value, ...place, origin, judgement: judged(fitness) };
}

const FIRST: readonly Individual[] = [
  individual(
    'ts_norm(cs_norm(HIGH),20)',
    { birthGeneration: 0, slot: 0 },
    { kind: 'warmStart', source: 'formula' },
    0.1 + 0.2,
  ),
  individual('ts_mean(close,240)/CLOSE', { birthGeneration: 0, slot: 1 }, { kind: 'random' }, 5e-324),
  individual('ts_corr(HIGH,VOLUME,5)', { birthGeneration: 0, slot: 2 }, { kind: 'random' }, null),
];

const SECOND: readonly Individual[] = [
  individual(
    'ts_norm(cs_norm(LOW),20)',
    { birthGeneration: 1, slot: 0 },
    {
      kind: 'mutation',
      mutation: 'node',
      parentHash: FIRST[0]!.program.hash,
      parentSlot: 0,
      detail: { before: 'HIGH', after: 'LOW' },
      attempts: 2,
    },
    1 / 3 - 0.2,
  ),
  individual(
    'ts_mean(close,240)/CLOSE',
    { birthGeneration: 1, slot: 1 },
    { kind: 'initialCopy', fromSlot: 1 },
    5e-324,
  ),
  individual('LOW/HIGH', { birthGeneration: 1, slot: 2 }, { kind: 'random' }, 0.01),
];

const SIFTED: readonly Individual[] = [
  {
    ...individual('LOW/HIGH', { birthGeneration: 1, slot: 0 }, { kind: 'random' }, null),
    judgement: rejection({ tier: 1, score: 0.1 + 0.2 }),
  },
  individual(
    'ts_norm(cs_norm(HIGH),20)',
    { birthGeneration: 1, slot: 1 },
    { kind: 'equivalent', bred: 'sigmoid(ts_norm(cs_norm(HIGH),20))', parentHash: FIRST[0]!.program.hash },
    0.1 + 0.2,
  ),
];

const NO_COUNTS = { births: 0, attempts: 0, repaired: 0 };

function record(
  generation: number,
  joined: readonly Individual[],
  rest: Pick<GenerationRecord, 'left' | 'evaluations' | 'minedMs'> & {
    catastrophe: GenerationRecord['statistics']['catastrophe'];
  },
): GenerationRecord {
  const best = FIRST[0]!;
  const { catastrophe, ...written } = rest;
  return {
    statistics: {
      generation,
      meanFitness: 0.15,
      bestFitness: best.judgement.fitness,
      bestHash: best.program.hash,
      bestEverFitness: best.judgement.fitness,
      bestEverHash: best.program.hash,
      diversity: 1,
      meanSize: 3,
      withoutFitness: 1,
      rejected: 0,
      newPrograms: 3,
      equivalents: 0,
      computed: 3,
      cascade: null,
      mutations: {
        insert: NO_COUNTS,
        component: NO_COUNTS,
        node: { births: 1, attempts: 2, repaired: 1 },
        degenerate: NO_COUNTS,
      },
      catastrophe,
      timings: { breedMs: 1, evaluateMs: 2.5, persistMs: 0 },
    },
    joined,
    bestEver: best,
    bestEverGeneration: 0,
    measured: {
      judgements: joined.map(({ program, judgement }) => ({ hash: program.hash, judgement })),
      scores: [],
    },
    populationHash: 'a'.repeat(64),
    ...written,
  };
}

function generationZero(): GenerationRecord {
  return record(0, FIRST, { left: [], evaluations: 3, minedMs: 1234, catastrophe: null });
}

/** The oldest two leave by age; the last newcomer is killed by the catastrophe of its own first generation. */
function generationOne(): GenerationRecord {
  const [survivor, , victim] = SECOND as [Individual, Individual, Individual];
  return record(1, SECOND, {
    left: [
      { birthGeneration: 0, slot: 0, cause: 'age' },
      { birthGeneration: 0, slot: 1, cause: 'age' },
      { birthGeneration: 1, slot: 2, cause: 'catastrophe' },
    ],
    evaluations: 6,
    minedMs: 4321,
    catastrophe: {
      elites: 2,
      sampledDays: 6,
      deaths: [
        {
          hash: victim.program.hash,
          slot: victim.slot,
          birthGeneration: victim.birthGeneration,
          survivorHash: survivor.program.hash,
          similarity: -0.93,
        },
      ],
      refilledInitial: 1,
      refilledChildren: 0,
    },
  });
}
