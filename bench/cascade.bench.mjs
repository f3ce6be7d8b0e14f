// What a cascade saves and what it loses: random and evolved programs scored on 1/16 to 1/2 of the stocks and on all. Of the
// true best 3%, how many would have been judged in full, by sample and pass rate, for Pearson and for rank ICs.
import { EvaluationPool } from '../dist/compute/engine/evaluation-pool.js';
import { bredPrograms, mineInMemory } from './generators/evolved.mjs';
import { frameOf, largeMarket, smallMarket } from './generators/market.mjs';
import { randomPrograms } from './generators/programs.mjs';

const COUNT = 2000;
const TOP = 0.03;
const SHARES = [1 / 16, 1 / 8, 1 / 4, 1 / 2];
const PASSED = [0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.5];
const GENERATIONS = 25;
/** Days of the large market: what a sample of stocks tells does not hang on years. */
const LARGE_DAYS = 400;

/** CPU time of all threads: work stays what it is while others take the cores. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Indices of the best by score; those without a score come last. */
function best(scores, count) {
  const order = [...scores.keys()].sort((a, b) => (scores[b] ?? -1) - (scores[a] ?? -1) || a - b);
  return order.slice(0, count);
}

const keptOf = (truth, passed) => {
  const judged = new Set(passed);
  return truth.filter((at) => judged.has(at)).length / truth.length;
};

/** Share of `among` that a tier lets pass. */
function passTier(among, scores, rate) {
  const own = among.map((at) => scores[at]);
  return best(own, Math.ceil(among.length * rate)).map((place) => among[place]);
}

function oneTier(full, tiers, cost) {
  const truth = best(full, Math.round(full.length * TOP));
  return SHARES.map((share) => {
    const row = { sample: `1/${1 / share}` };
    for (const rate of PASSED) {
      const kept = keptOf(truth, best(tiers.get(share), Math.ceil(full.length * rate)));
      row[`${100 * rate}% pass`] =
        `${(100 * kept).toFixed(0)}% kept, ${(1 / (cost.get(share) + rate)).toFixed(1)} x`;
    }
    return row;
  });
}

/** The two-tier cascades that keep most, for each saving. */
function twoTiers(full, tiers, cost) {
  const truth = best(full, Math.round(full.length * TOP));
  const everyone = [...full.keys()];
  const found = [];
  for (const first of SHARES.slice(0, 3)) {
    for (const second of SHARES.filter((share) => share > first)) {
      for (const rate of [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5]) {
        for (const next of [0.1, 0.15, 0.2, 0.3, 0.4, 0.5]) {
          const passed = passTier(passTier(everyone, tiers.get(first), rate), tiers.get(second), next);
          const work = cost.get(first) + rate * cost.get(second) + rate * next;
          found.push({
            tiers: `1/${1 / first} ${100 * rate}%, 1/${1 / second} ${100 * next}%`,
            kept: keptOf(truth, passed),
            saved: 1 / work,
          });
        }
      }
    }
  }
  return [4, 5, 6, 7, 8, 10].flatMap((saving) => {
    const [top] = found.filter(({ saved }) => saved >= saving).sort((a, b) => b.kept - a.kept);
    return top === undefined
      ? []
      : {
          'work saved at least': `${saving} x`,
          'best cascade': top.tiers,
          kept: top.kept,
          saved: top.saved,
        };
  });
}

async function curve(report, { pool, handle, market, programs, name }) {
  for (const fitness of ['pearson', 'rank']) {
    const frame = { ...frameOf(market), fitness };
    const before = cpuMs();
    const full = await pool.score(handle, { frame, programs, share: 1 });
    const whole = cpuMs() - before;
    const tiers = new Map();
    const cost = new Map();
    for (const share of SHARES) {
      const from = cpuMs();
      tiers.set(share, await pool.score(handle, { frame, programs, share }));
      cost.set(share, (cpuMs() - from) / whole);
    }
    const id = `cascade-${market.id}-${name}-${fitness}`;
    const costs = SHARES.map((share) => `1/${1 / share}: ${cost.get(share).toFixed(3)}`).join(', ');
    const about = `${programs.length} ${name} programs, ${fitness}, ${market.name}`;
    report.table(id, `${about}; cost of a tier against all: ${costs}`, oneTier(full, tiers, cost));
    report.table(`${id}-two`, 'two tiers', twoTiers(full, tiers, cost));
  }
}

export default async function bench(report) {
  for (const make of [smallMarket, () => largeMarket(LARGE_DAYS)]) {
    const market = await make();
    const pool = new EvaluationPool();
    const handle = pool.addPanel(market.panel);
    const size = { minimum: 3, maximum: 10 };
    const random = randomPrograms(market.panel, { count: COUNT, operators: null, size });
    const changes = { cascade: null };
    const { records } = await mineInMemory(pool, market, handle, {
      seed: 'cascade',
      generations: GENERATIONS,
      changes,
    });
    const ground = { pool, handle, market };
    await curve(report, { ...ground, programs: random, name: 'random' });
    await curve(report, { ...ground, programs: bredPrograms(records, COUNT), name: 'evolved' });
    await pool.close();
  }
}
