// A store as years of mining leave it: a million factors, three evaluations of each, five million edges of lineage, runs with
// generations, a library of 10,000. The server makes the rows itself; the market is real, small, and can be computed on.
import { join } from 'node:path';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { writePanel } from '../../dist/compute/panel/write-panel.js';
import { definitionHash, experimentHash } from '../../dist/core/experiment/experiment-hash.js';
import { freezeExperiment } from '../../dist/core/experiment/freeze-experiment.js';
import { factorIdOf } from '../../dist/core/program/factor-id.js';
import { openLanguage } from '../../dist/core/program/language.js';
import { parseProgram } from '../../dist/core/program/parse.js';
import { generateDemoMarket } from '../../dist/demo-market/generate-demo-market.js';
import { STORED_ENGINE_VERSION } from '../../dist/features/evaluations/evaluation-key.js';

export const SIZES = {
  factors: 1_000_000,
  edges: 5_000_000,
  runs: 500,
  generations: 100,
  members: 10_000,
  sketched: 2_000,
};
const MARKET = { stocks: 300, days: 500, bars: 8, seed: 'store' };
/** Bytes of a sketch: see `compute/sketch/sketch-size.ts`. */
const SKETCH_BYTES = 64 * 64;

const TABLES = [
  'factors',
  'evaluations',
  'lineage',
  'individuals',
  'generations',
  'runs',
  'sketches',
  'library_members',
];

/** Indexes are dropped while rows come in, and made again over all of them. */
async function withoutIndexes(client, work) {
  const { rows } = await client.query(
    `SELECT i.indexname AS name, i.indexdef AS definition FROM pg_indexes i
     WHERE i.schemaname = 'public' AND i.tablename = ANY($1)
       AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)
       AND i.indexname NOT IN ('factors_hash_key', 'evaluations_key')`,
    [TABLES],
  );
  for (const { name } of rows) await client.query(`DROP INDEX "${name}"`);
  await work();
  await client.query("SET maintenance_work_mem = '1GB'");
  for (const { definition } of rows) await client.query(definition);
}

async function makeMarket(client, dataFolder) {
  const content = generateDemoMarket(MARKET);
  const { manifest } = await writePanel(join(dataFolder, 'datasets'), content);
  const [seriesId, datasetId] = [uuidv7(), uuidv7()];
  const { days, symbols } = manifest;
  await client.query("INSERT INTO series (id, name) VALUES ($1, 'store')", [seriesId]);
  await client.query(
    `INSERT INTO datasets (id, hash, name, series_id, sequence, first_day, last_day, day_count, symbol_count, manifest,
       quality_report) VALUES ($1, $2, 'store', $3, 1, $4, $5, $6, $7, $8, '{}')`,
    [
      datasetId,
      manifest.datasetHash,
      seriesId,
      days[0],
      days.at(-1),
      days.length,
      symbols.length,
      JSON.stringify(manifest),
    ],
  );
  return { datasetId, seriesId, days, content };
}

function experimentOf(days) {
  const frozen = freezeExperiment({
    evaluation: { minimumStocks: 30 },
    periods: {
      train: { from: days[0], to: days[299] },
      validation: { from: days[300], to: days[399] },
      test: { from: days[400], to: days.at(-1) },
    },
  });
  if (!frozen.ok) throw frozen.error;
  return frozen.value;
}

async function makeRuns(client, { datasetId, experiment, sizes }) {
  const experimentId = uuidv7();
  await client.query('INSERT INTO experiments (id, hash, configuration) VALUES ($1, $2, $3)', [
    experimentId,
    experimentHash(experiment),
    JSON.stringify(experiment),
  ]);
  const ids = Array.from({ length: sizes.runs }, () => uuidv7());
  await client.query(
    `INSERT INTO runs (id, name, experiment_id, dataset_id, seed, warm_start, stop, state, generation, evaluations, mined_ms)
     SELECT id, 'run ' || n, $2, $3, 'seed ' || n, '[]', '{"generations": 100}', 'COMPLETED', $4, 10000, 60000
     FROM unnest($1::uuid[]) WITH ORDINALITY AS r(id, n)`,
    [ids, experimentId, datasetId, sizes.generations - 1],
  );
  await client.query(
    `INSERT INTO generations (run_id, generation, mean_fitness, best_fitness, diversity, mean_size, without_fitness,
       new_programs, computed, mutations, population_hash, breed_ms, evaluate_ms, persist_ms)
     SELECT id, g, 0.02 + g * 1e-4, 0.05 + g * 1e-4, 0.9, 8, 3, 90, 80, '{}', md5(id::text || g), 5, 500, 40
     FROM unnest($1::uuid[]) AS r(id), generate_series(0, $2::int) AS g`,
    [ids, sizes.generations - 1],
  );
  return ids;
}

/** Ids are those of numbers: so every table can name a factor without a look at another. */
async function makeFactors(client, { sizes, keyIds }) {
  await client.query(
    `INSERT INTO factors (id, hash, formula, size, depth, operators, fields)
     SELECT md5(n::text)::uuid, encode(sha256(n::text::bytea), 'hex'),
       'ts_corr(ts_mean(CLOSE,' || n % 997 + 2 || ')/OPEN,' || CASE WHEN n / 997 < 990 THEN 'VOLUME' ELSE 'HIGH' END || ',' || n / 997 % 990 + 3 || ')', 7, 4,
       ARRAY['protecteddiv', 'ts_corr', 'ts_mean'], ARRAY['CLOSE', 'OPEN', 'VOLUME']
     FROM generate_series(1, $1::int) AS n`,
    [sizes.factors],
  );
  for (const keyId of keyIds) {
    await client.query(
      `INSERT INTO evaluations (id, factor_id, key_id, precision, ic, rank_ic, ic_std, rank_ic_std, ic_ir, rank_ic_ir, days,
         pairs, coverage, date_share, tied_share, rank_win_rate, win_rate, long_short_annual_return, long_leg_annual_return)
       SELECT md5('e' || $2::int || '/' || n)::uuid, md5(n::text)::uuid, $2, 'EXACT', r / 2, r, 0.1, 0.09, abs(r) / 0.2,
         abs(r) / 0.09, 290, 80000, 0.95, 0.98, 0.001, 0.5 + abs(r), 0.5 + abs(r) / 2, abs(r) * 3, abs(r) * 2
       FROM (SELECT n, (random() - 0.5) * (random() - 0.5) / 2 AS r FROM generate_series(1, $1::int) AS n) AS drawn`,
      [sizes.factors, keyId],
    );
  }
}

/** The best are real: what compares factors knows them by their formulas. */
async function makeBest(client, { sizes, keyIds, catalog }) {
  const language = openLanguage(catalog);
  const programs = Array.from({ length: sizes.sketched }, (_, at) => {
    const parsed = parseProgram(
      `ts_corr(ts_mean(CLOSE,${(at % 45) + 2})/OPEN,VOLUME,${Math.floor(at / 45) + 3})`,
      language,
    );
    if (!parsed.ok) throw parsed.error;
    return parsed.value;
  });
  await client.query(
    `INSERT INTO factors (id, hash, formula, size, depth, operators, fields)
     SELECT id, hash, formula, 7, 4, ARRAY['protecteddiv', 'ts_corr', 'ts_mean'], ARRAY['CLOSE', 'OPEN', 'VOLUME']
     FROM unnest($1::uuid[], $2::text[], $3::text[]) AS f(id, hash, formula)`,
    [
      programs.map(({ hash }) => factorIdOf(hash)),
      programs.map(({ hash }) => hash),
      programs.map(({ text }) => text),
    ],
  );
  await client.query(
    `INSERT INTO evaluations (id, factor_id, key_id, precision, ic, rank_ic, ic_std, rank_ic_std, ic_ir, rank_ic_ir, days, pairs,
       coverage, date_share, tied_share)
     SELECT md5('b' || $2::int || '/' || n)::uuid, id, $2, 'EXACT', 0.1, 0.2 - n * 1e-5, 0.1, 0.09, 1, 2, 290, 80000, 0.95, 0.98, 0.001
     FROM unnest($1::uuid[]) WITH ORDINALITY AS f(id, n)`,
    [programs.map(({ hash }) => factorIdOf(hash)), keyIds[0]],
  );
}

/** Each child descends from a factor with a smaller number, so that families are deep and have no circles. */
async function makeFamilies(client, { sizes, runIds }) {
  const births = Math.ceil(sizes.edges / (sizes.runs * sizes.generations));
  await client.query(
    `INSERT INTO lineage (run_id, generation, slot, child_id, parent_id, mutation, before, after, child_fitness, parent_fitness)
     SELECT run.id, g, s, md5(c::text)::uuid, md5(greatest(1, c - 1 - (c * 7919::bigint) % 20000)::text)::uuid, 'insert', 'CLOSE',
       'ts_mean(CLOSE,5)', 0.03, 0.029
     FROM (SELECT run.id, g, s, abs(hashint8(run.n * 1000003 + g * 1009 + s)) % ($4::int - 1) + 2 AS c
           FROM unnest($1::uuid[]) WITH ORDINALITY AS run(id, n), generate_series(0, $2::int) AS g, generate_series(0, $3::int - 1) AS s) AS run`,
    [runIds, sizes.generations - 1, births, sizes.factors],
  );
  await client.query(
    `INSERT INTO individuals (run_id, birth_generation, slot, factor_id, origin, fitness, judgement)
     SELECT run_id, generation, slot, child_id, '{"kind": "random"}', child_fitness, '{}' FROM lineage WHERE slot < 20`,
  );
}

/** Members stand for those that were admitted first; their sketches are noise, like those of the best factors. */
async function makeLibrary(client, { sizes, libraryId, gridId, keyId }) {
  await client.query(
    `INSERT INTO library_members (id, library_id, factor_id, checks)
     SELECT md5('m' || n)::uuid, $1, md5(n::text)::uuid, '[]' FROM generate_series(1, $2::int) AS n`,
    [libraryId, sizes.members],
  );
  await client.query(
    `INSERT INTO sketches (grid_id, factor_id, scores, coverage)
     SELECT $1, id, decode((SELECT string_agg(md5(id::text || piece), '') FROM generate_series(1, $3::int / 16) AS piece), 'hex'), 1
     FROM (SELECT md5(n::text)::uuid AS id FROM generate_series(1, $2::int) AS n
           UNION (SELECT factor_id FROM evaluations WHERE key_id = $4 ORDER BY abs(rank_ic) DESC LIMIT $5)) AS f
     ON CONFLICT DO NOTHING`,
    [gridId, sizes.members, SKETCH_BYTES, keyId, sizes.sketched],
  );
  await client.query('UPDATE libraries SET version = version + 1 WHERE id = $1', [libraryId]);
}

/**
 * Everything but the library, which needs the grid of a service that runs: see `fillLibrary`.
 * @returns ids for those who ask
 */
export async function fillStore(databaseUrl, dataFolder, sizes = SIZES) {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Rows that belong together are made together: nothing needs to be looked up.
    await client.query('SET session_replication_role = replica');
    const { datasetId, seriesId, days, content } = await makeMarket(client, dataFolder);
    const experiment = experimentOf(days);
    const definition = definitionHash(experiment.evaluation);
    const { rows } = await client.query(
      `INSERT INTO evaluation_keys (dataset_id, slice_hash, period_from, period_to, definition_hash, engine_version, horizon_days)
       SELECT $1, md5(p->>'from'), (p->>'from')::date, (p->>'to')::date, $2, $3, 1 FROM unnest($4::jsonb[]) AS p RETURNING id`,
      [
        datasetId,
        definition,
        STORED_ENGINE_VERSION,
        Object.values(experiment.periods).map((period) => JSON.stringify(period)),
      ],
    );
    const keyIds = rows.map(({ id }) => id);
    let runIds = [];
    await withoutIndexes(client, async () => {
      runIds = await makeRuns(client, { datasetId, experiment, sizes });
      await makeFactors(client, { sizes, keyIds });
      await makeBest(client, { sizes, keyIds, catalog: content });
      await makeFamilies(client, { sizes, runIds });
    });
    for (const table of TABLES) await client.query(`VACUUM ANALYZE ${table}`);
    return { datasetId, seriesId, days, runIds, keyIds, experiment, factorOf: (n) => `md5('${n}')::uuid` };
  } finally {
    await client.end();
  }
}

/** @param gridId of the library's measurement, which exists once one factor has been sketched there */
export async function fillLibrary(databaseUrl, { libraryId, keyId, sizes = SIZES }) {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query('SELECT id FROM sketch_grids ORDER BY id DESC LIMIT 1');
    // As a library is between two imports: its members were looked after on the latest days.
    await client.query(
      "UPDATE libraries SET cared_dataset_id = (rules ->> 'datasetId')::uuid, cared_revision = revision WHERE id = $1",
      [libraryId],
    );
    await makeLibrary(client, { sizes, libraryId, gridId: rows[0].id, keyId });
    await client.query('VACUUM ANALYZE library_members');
    await client.query('VACUUM ANALYZE sketches');
  } finally {
    await client.end();
  }
}
