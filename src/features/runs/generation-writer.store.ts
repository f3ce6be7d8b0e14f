import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Individual } from '../../core/evolution/individual.ts';
import type { FitnessKind } from '../../core/experiment/experiment.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import type { GenerationRecord } from '../../mining/generation-record.ts';
import type { EvaluationKey } from '../evaluations/evaluation-key.ts';
import { evaluationKeyId, insertMeasurements } from '../evaluations/evaluations.store.ts';
import { recordTrials } from '../evaluations/trials.store.ts';
import { insertFactors } from '../factors/factors.store.ts';

/** Under what the measurements of a run are kept. */
export interface Keeping {
  readonly key: EvaluationKey;
  /** Kind of IC that tier scores are of. */
  readonly fitness: FitnessKind;
}

/**
 * Writes all of a generation on the connection of an open transaction that holds the run's row: new factors,
 * who joined and who left, lineage, evaluations, statistics and the run's position.
 * Cost: a handful of statements in two flights, whatever the number of individuals.
 */
export async function writeGeneration(
  client: PoolClient,
  runId: string,
  record: GenerationRecord,
  keeping: Keeping | null,
): Promise<void> {
  const { joined, left, statistics, measured } = record;
  // The server works through a flight in the order given, so what is pointed to is written first.
  const [kept] = await Promise.all([
    keeping && keptUnder(client, keeping),
    insertFactors(
      client,
      joined.map((individual) => individual.program),
    ),
  ]);
  await Promise.all([
    insertIndividuals(client, runId, joined),
    markLeft(client, runId, statistics.generation, left),
    insertLineage(client, runId, joined),
    kept && insertMeasurements(client, kept, measured),
    keeping && countTrials(client, { datasetId: keeping.key.datasetId, sourceId: runId }, record),
    insertStatistics(client, runId, record),
    logCatastrophe(client, runId, record),
    advanceRun(client, runId, record),
  ]);
}

const keptUnder = async (client: PoolClient, { key, fitness }: Keeping) => ({
  keyId: await evaluationKeyId(client, key),
  fitness,
});

/** Known to the memo or not: whoever joins was tried, and so was what only the audit judged. */
function countTrials(
  client: PoolClient,
  source: { readonly datasetId: string; readonly sourceId: string },
  { joined, measured }: GenerationRecord,
): Promise<void> {
  const tried = [...measured.judgements, ...measured.scores].map(({ hash }) => hash);
  return recordTrials(client, source, [...joined.map(({ program }) => program.hash), ...tried]);
}

async function insertIndividuals(
  client: PoolClient,
  runId: string,
  joined: readonly Individual[],
): Promise<void> {
  await client.query(
    `INSERT INTO individuals (run_id, birth_generation, slot, factor_id, origin, fitness, judgement)
     SELECT $1, * FROM unnest($2::int[], $3::int[], $4::uuid[], $5::jsonb[], $6::float8[], $7::jsonb[])`,
    [
      runId,
      joined.map((one) => one.birthGeneration),
      joined.map((one) => one.slot),
      joined.map((one) => factorIdOf(one.program.hash)),
      joined.map((one) => JSON.stringify(one.origin)),
      joined.map((one) => one.judgement.fitness),
      joined.map((one) => JSON.stringify(one.judgement)),
    ],
  );
}

async function markLeft(
  client: PoolClient,
  runId: string,
  generation: number,
  left: GenerationRecord['left'],
): Promise<void> {
  await client.query(
    `UPDATE individuals i SET left_generation = $2, left_cause = l.cause
     FROM unnest($3::int[], $4::int[], $5::text[]) AS l(birth, slot, cause)
     WHERE i.run_id = $1 AND i.birth_generation = l.birth AND i.slot = l.slot`,
    [
      runId,
      generation,
      left.map((one) => one.birthGeneration),
      left.map((one) => one.slot),
      left.map((one) => one.cause),
    ],
  );
}

/** The parent's fitness is that of its factor in this run: every individual of one factor that has one has the same. */
async function insertLineage(
  client: PoolClient,
  runId: string,
  joined: readonly Individual[],
): Promise<void> {
  const edges = joined.flatMap(({ program, birthGeneration, slot, origin, judgement }) =>
    origin.kind === 'mutation' ? [{ program, birthGeneration, slot, origin, judgement }] : [],
  );
  await client.query(
    `INSERT INTO lineage (run_id, generation, slot, child_id, parent_id, mutation, before, after, child_fitness, parent_fitness)
     SELECT $1, e.generation, e.slot, e.child, e.parent, e.mutation, e.before, e.after, e.fitness, p.fitness
     FROM unnest($2::int[], $3::int[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::float8[])
       AS e(generation, slot, child, parent, mutation, before, after, fitness)
     LEFT JOIN (SELECT DISTINCT ON (factor_id) factor_id, fitness FROM individuals
       WHERE run_id = $1 AND factor_id = ANY($5::uuid[]) ORDER BY factor_id, fitness) p ON p.factor_id = e.parent`,
    [
      runId,
      edges.map((edge) => edge.birthGeneration),
      edges.map((edge) => edge.slot),
      edges.map((edge) => factorIdOf(edge.program.hash)),
      edges.map((edge) => factorIdOf(edge.origin.parentHash)),
      edges.map((edge) => edge.origin.mutation),
      edges.map((edge) => edge.origin.detail.before),
      edges.map((edge) => edge.origin.detail.after),
      edges.map((edge) => edge.judgement.fitness),
    ],
  );
}

async function insertStatistics(client: PoolClient, runId: string, record: GenerationRecord): Promise<void> {
  const s = record.statistics;
  await client.query(
    `INSERT INTO generations (run_id, generation, mean_fitness, best_fitness, best_hash, best_ever_fitness,
       best_ever_hash, diversity, mean_size, without_fitness, rejected, new_programs, equivalents, computed, cascade,
       mutations, catastrophe, population_hash, breed_ms, evaluate_ms, persist_ms)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
    [
      runId,
      s.generation,
      s.meanFitness,
      s.bestFitness,
      s.bestHash,
      s.bestEverFitness,
      s.bestEverHash,
      s.diversity,
      s.meanSize,
      s.withoutFitness,
      s.rejected,
      s.newPrograms,
      s.equivalents,
      s.computed,
      s.cascade === null ? null : JSON.stringify(s.cascade),
      JSON.stringify(s.mutations),
      s.catastrophe === null ? null : JSON.stringify(s.catastrophe),
      record.populationHash,
      s.timings.breedMs,
      s.timings.evaluateMs,
      s.timings.persistMs,
    ],
  );
}

async function logCatastrophe(client: PoolClient, runId: string, record: GenerationRecord): Promise<void> {
  const { catastrophe, generation } = record.statistics;
  if (catastrophe === null) return;
  const detail = `generation ${generation}: ${catastrophe.deaths.length} of ${catastrophe.elites} elites died, ${
    catastrophe.refilledInitial
  } initial programs and ${catastrophe.refilledChildren} children took their places`;
  await client.query(`INSERT INTO run_events (id, run_id, kind, detail) VALUES ($1, $2, 'CATASTROPHE', $3)`, [
    uuidv7(),
    runId,
    detail,
  ]);
}

async function advanceRun(client: PoolClient, runId: string, record: GenerationRecord): Promise<void> {
  const { bestEver } = record;
  await client.query(
    `UPDATE runs SET generation = $2, evaluations = $3, best_ever_fitness = $4, best_ever_factor_id = $5,
       best_ever_generation = $6, best_ever_birth = $7, best_ever_slot = $8, population_hash = $9, mined_ms = $10,
       barren_claims = 0
     WHERE id = $1`,
    [
      runId,
      record.statistics.generation,
      record.evaluations,
      bestEver?.judgement.fitness ?? null,
      bestEver === null ? null : factorIdOf(bestEver.program.hash),
      record.bestEverGeneration,
      bestEver?.birthGeneration ?? null,
      bestEver?.slot ?? null,
      record.populationHash,
      record.minedMs,
    ],
  );
}
