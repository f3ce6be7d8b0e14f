// Whole candidates: programs with their ICs. ns a cell against a memory copy, pandas and bottleneck; candidates a second
// with one thread and two; and whether the cost is linear in days, stocks and operators.
import { EvaluationPool } from '../dist/compute/engine/evaluation-pool.js';
import { preparePeriod } from '../dist/compute/evaluation/prepare-period.js';
import { frameOf, largeMarket, smallMarket } from './generators/market.mjs';
import { FIXED, programOf, randomPrograms } from './generators/programs.mjs';
import { timePeers } from './peers/peers.mjs';
import { kernelCopy, leastSeconds, megabytes } from './timing.mjs';

const CANDIDATES = 120;

/** Seconds of one thread for one program: the fixed one, many times over, so that messages do not count. */
async function secondsOfOne(pool, handle, ask, repeats) {
  return (await leastSeconds(() => ask(pool, handle, repeats))) / repeats;
}

const asks = (frame, program) => ({
  'IC of the fixed program': (pool, handle, repeats) =>
    pool.score(handle, {
      frame: { ...frame, fitness: 'pearson' },
      programs: Array(repeats).fill(program),
      share: 1,
    }),
  'rank IC of the fixed program': (pool, handle, repeats) =>
    pool.score(handle, {
      frame: { ...frame, fitness: 'rank' },
      programs: Array(repeats).fill(program),
      share: 1,
    }),
  'both, with all that a judgement holds': (pool, handle, repeats) =>
    pool.judge(handle, frame, Array(repeats).fill(program)),
});

const PEER_NAMES = {
  'IC of the fixed program': 'program, IC',
  'rank IC of the fixed program': 'program, rank IC',
};

async function fixedProgram(report, market, copy) {
  const { panel } = market;
  const frame = frameOf(market);
  const prepared = preparePeriod(panel, frame.definition, frame.period);
  const days = prepared.rows.to - prepared.rows.from;
  const stocks = panel.symbols.length;
  const rowsOf = (name) =>
    panel.matrices.get(name).subarray(prepared.rows.from * stocks, prepared.rows.to * stocks);
  const peers = timePeers({
    days,
    stocks,
    close: rowsOf('CLOSE'),
    volume: rowsOf('VOLUME'),
    label: prepared.labels,
  });
  const pool = new EvaluationPool({ threads: 1 });
  const handle = pool.addPanel(panel);
  const program = programOf(panel, FIXED);
  const rows = [];
  for (const [name, ask] of Object.entries(asks(frame, program))) {
    const ns = ((await secondsOfOne(pool, handle, ask, 10)) * 1e9) / (days * stocks);
    const against = (peer) => {
      const theirs = peers[peer]?.ns[PEER_NAMES[name]];
      return theirs === undefined ? '' : theirs / ns;
    };
    rows.push({
      candidate: name,
      'ns a cell': ns,
      'x copy': ns / copy,
      'pandas / this': against('pandas'),
      'bottleneck / this': against('bottleneck'),
    });
  }
  const [judgement] = await pool.judge(handle, { ...frame, fitness: 'pearson' }, [program]);
  await pool.close();
  report.table(`fixed-${market.id}`, `${FIXED}, one thread, ${days} days x ${stocks} stocks`, rows);
  const theirs = ['pandas', 'bottleneck'].map(
    (peer) => `${peer} ${peers[peer]?.version ?? 'absent'}: ${peers[peer]?.ic ?? '-'}`,
  );
  console.log(`mean IC here ${judgement.ic}; ${theirs.join('; ')}`);
}

async function rates(report, market, copy) {
  const { panel } = market;
  const frame = frameOf(market);
  const programs = randomPrograms(panel, { count: CANDIDATES });
  const cells =
    panel.days.filter((day) => day >= market.train.from && day <= market.train.to).length *
    panel.symbols.length;
  const rows = [];
  const bits = [];
  let alone = null;
  for (const threads of [1, 2]) {
    const pool = new EvaluationPool({ threads });
    const handle = pool.addPanel(panel);
    const seconds = await leastSeconds(
      async () => bits.push(JSON.stringify(await pool.judge(handle, frame, programs))),
      3,
    );
    const rss = process.memoryUsage().rss;
    await pool.close();
    alone ??= seconds;
    const ns = (seconds * threads * 1e9) / (CANDIDATES * cells);
    rows.push({
      threads,
      'candidates a second': CANDIDATES / seconds,
      'x one thread': alone / seconds,
      'ns a cell and thread': ns,
      'x copy': ns / copy,
      'RSS MB': megabytes(rss),
    });
  }
  report.table(
    `rates-${market.id}`,
    `${CANDIDATES} random programs of 8 operators, IC and rank IC, ${market.name}`,
    rows,
  );
  console.log(`same bits every time: ${new Set(bits).size === 1}`);
}

/** ns a cell (and operator) for growing days, stocks and operators: constant where the cost is linear. */
async function growth(report, market, copy) {
  const { panel } = market;
  const frame = frameOf(market);
  const pool = new EvaluationPool({ threads: 1 });
  const handle = pool.addPanel(panel);
  const program = programOf(panel, FIXED);
  const rows = [];
  const stocks = panel.symbols.length;
  const row = (what, ns) => rows.push({ what, 'ns a cell': ns, 'x copy': ns / copy });
  for (const part of [4, 2, 1]) {
    const days = Math.floor(panel.days.length / part);
    const period = { from: panel.days[0], to: panel.days[days - 1] };
    const ask = (p, h, repeats) => p.judge(h, { ...frame, period }, Array(repeats).fill(program));
    row(`${days} days`, ((await secondsOfOne(pool, handle, ask, 8)) * 1e9) / (days * stocks));
  }
  for (const part of [4, 2, 1]) {
    const ask = (p, h, repeats) =>
      p.score(h, { frame, programs: Array(repeats).fill(program), share: 1 / part });
    const cells = (panel.days.length * stocks) / part;
    row(
      `${stocks / part} stocks (rank IC alone)`,
      ((await secondsOfOne(pool, handle, ask, 8)) * 1e9) / cells,
    );
  }
  for (const operators of [2, 4, 8, 16]) {
    const size = { minimum: operators + 1, maximum: 2 * operators + 4 };
    const programs = randomPrograms(panel, { count: 24, operators, size });
    const seconds = await leastSeconds(() => pool.judge(handle, frame, programs), 2);
    row(`${operators} operators, random`, (seconds * 1e9) / (programs.length * panel.days.length * stocks));
  }
  await pool.close();
  report.table(`growth-${market.id}`, `cost against days, stocks and operators, ${market.name}`, rows);
}

export default async function bench(report) {
  for (const make of [smallMarket, () => largeMarket()]) {
    const market = await make();
    const copy = kernelCopy(market.panel.days.length * market.panel.symbols.length);
    console.log(
      `\n${market.name}; cold copy ${copy.toFixed(3)} ns a cell; RSS ${megabytes(process.memoryUsage().rss)} MB`,
    );
    await fixedProgram(report, market, copy);
    await rates(report, market, copy);
    if (market.id === 'large') await growth(report, market, copy);
  }
}
