import type { ClientBase, Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { fitnessOf } from '../../core/evolution/fitness.ts';
import type { Judgement } from '../../core/evolution/individual.ts';
import type { EvaluationDefinition, FitnessKind } from '../../core/experiment/experiment.ts';
import { correlationOf, isResidual } from '../../core/experiment/styles.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import type { Measurements } from '../../mining/generation-record.ts';
import type { EvaluationMemo, KnownProgram } from '../../mining/ports.ts';
import type { Database } from '../../platform/database/database.ts';
import type { EvaluationKey } from './evaluation-key.ts';

/** A judgement as a memo keeps it: the fitness is derived anew, by the kind that the run asks for. */
type Remembered = Omit<Judgement, 'fitness' | 'rejected'>;

const keyValues = ({ sliceHash, period, definitionHash, engineVersion }: EvaluationKey): unknown[] => [
  sliceHash,
  period.from,
  period.to,
  definitionHash,
  engineVersion,
];

const FIND_KEY = `SELECT id FROM evaluation_keys WHERE slice_hash = $1 AND period_from = $2 AND period_to = $3
  AND definition_hash = $4 AND engine_version = $5`;

/** Number of a key in the store; made on first use, and shared by runs side by side. */
export async function evaluationKeyId(client: ClientBase, key: EvaluationKey): Promise<number> {
  const known = await client.query<{ id: number }>(FIND_KEY, keyValues(key));
  if (known.rows[0]) return known.rows[0].id;
  await client.query(
    `INSERT INTO evaluation_keys (slice_hash, period_from, period_to, definition_hash, engine_version, dataset_id,
       horizon_days) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [...keyValues(key), key.datasetId, key.horizonDays],
  );
  const made = await client.query<{ id: number }>(FIND_KEY, keyValues(key));
  return made.rows[0]!.id;
}

/**
 * Keeps what a generation measured, under the number of the run's key: an evaluation for each judgement, and the scores of
 * tiers, of the given kind of IC. Where an evaluation is there already, its figures stay - they are the same, or exact - and
 * the judgement is added for the memo, and residual ICs that it lacked. Rows go in by the order of their factors, so that runs side by side cannot deadlock.
 * Every factor must be stored, or on its way on the same connection.
 */
export async function insertMeasurements(
  client: ClientBase,
  { keyId, fitness }: { readonly keyId: number; readonly fitness: FitnessKind },
  { judgements, scores }: Measurements,
): Promise<void> {
  await Promise.all([
    judgements.length > 0 && insertJudgements(client, keyId, judgements),
    scores.length > 0 && insertScores(client, keyId, fitness, scores),
  ]);
}

async function insertJudgements(
  client: ClientBase,
  keyId: number,
  judgements: Measurements['judgements'],
): Promise<void> {
  const distinct = new Map(
    judgements.map(({ hash, judgement }) => [factorIdOf(hash), remembered(judgement)]),
  );
  const rows = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1));
  const column = (pick: (judgement: Remembered) => number | null): (number | null)[] =>
    rows.map(([, judgement]) => pick(judgement));
  await client.query(
    `INSERT INTO evaluations AS known (id, factor_id, key_id, precision, ic, rank_ic, ic_std, rank_ic_std, ic_ir,
       rank_ic_ir, residual_ic, residual_rank_ic, days, pairs, coverage, date_share, tied_share, judgement)
     SELECT e.id, e.factor, $1, 'SEARCH', e.ic, e.rank_ic, e.ic_std, e.rank_ic_std,
       abs(e.ic) / nullif(e.ic_std, 0), abs(e.rank_ic) / nullif(e.rank_ic_std, 0),
       (e.judgement #>> '{residual,pearson,mean}')::float8, (e.judgement #>> '{residual,rank,mean}')::float8,
       e.days, e.pairs, e.coverage, e.date_share, e.tied_share, e.judgement
     FROM unnest($2::uuid[], $3::uuid[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::int[],
       $9::int[], $10::float8[], $11::float8[], $12::float8[], $13::jsonb[])
       AS e(id, factor, ic, rank_ic, ic_std, rank_ic_std, days, pairs, coverage, date_share, tied_share, judgement)
     ON CONFLICT (factor_id, key_id) DO UPDATE SET
       judgement = excluded.judgement || CASE WHEN known.judgement ? 'residual' OR excluded.judgement ? 'residual'
         THEN jsonb_build_object('residual', coalesce(known.judgement -> 'residual', '{}') ||
           coalesce(excluded.judgement -> 'residual', '{}')) ELSE '{}' END,
       residual_ic = coalesce(known.residual_ic, excluded.residual_ic),
       residual_rank_ic = coalesce(known.residual_rank_ic, excluded.residual_rank_ic)
     WHERE known.judgement IS NULL
       OR NOT coalesce(known.judgement -> 'residual', '{}') @> coalesce(excluded.judgement -> 'residual', '{}')`,
    [
      keyId,
      rows.map(() => uuidv7()),
      rows.map(([factorId]) => factorId),
      column((judgement) => judgement.ic),
      column((judgement) => judgement.rankIc),
      column((judgement) => judgement.icStd),
      column((judgement) => judgement.rankIcStd),
      column((judgement) => judgement.days),
      column((judgement) => judgement.pairs),
      column((judgement) => judgement.coverage),
      column((judgement) => judgement.dateShare),
      column((judgement) => judgement.tiedShare),
      rows.map(([, judgement]) => JSON.stringify(judgement)),
    ],
  );
}

async function insertScores(
  client: ClientBase,
  keyId: number,
  fitness: FitnessKind,
  scores: Measurements['scores'],
): Promise<void> {
  const rows = scores
    .map(({ hash, share, score }) => ({ factorId: factorIdOf(hash), share, score }))
    .sort((a, b) => (a.factorId === b.factorId ? a.share - b.share : a.factorId < b.factorId ? -1 : 1));
  await client.query(
    `INSERT INTO tier_scores (key_id, fitness, factor_id, share, score)
     SELECT $1, $2, * FROM unnest($3::uuid[], $4::float8[], $5::float8[]) ON CONFLICT DO NOTHING`,
    [
      keyId,
      fitness,
      rows.map((row) => row.factorId),
      rows.map((row) => row.share),
      rows.map((row) => row.score),
    ],
  );
}

const remembered = ({ fitness: _, rejected: __, ...judgement }: Judgement): Remembered => judgement;

/**
 * Earlier judgements and tier scores by the search engine on the same slice, period and definition, whoever made them.
 * They replace work and never a decision: the numbers are the same bits.
 */
export class PostgresEvaluationMemo implements EvaluationMemo {
  constructor(
    private readonly database: Database,
    private readonly key: EvaluationKey,
    private readonly definition: EvaluationDefinition,
    private readonly fitness: FitnessKind,
  ) {}

  async lookUp(
    hashes: readonly string[],
    shares: readonly number[],
  ): Promise<ReadonlyMap<string, KnownProgram>> {
    const { pool } = this.database;
    const hashOf = new Map(hashes.map((hash) => [factorIdOf(hash), hash]));
    const ids = [...hashOf.keys()];
    const judgements = await this.judgementsOf(pool, ids);
    const scores = shares.length === 0 ? [] : await this.scoresOf(pool, ids, shares);
    const known = new Map<string, { judgement: Judgement | null; scores: Map<number, number | null> }>();
    const entryOf = (factorId: string) => {
      const hash = hashOf.get(factorId)!;
      const entry = known.get(hash) ?? { judgement: null, scores: new Map() };
      known.set(hash, entry);
      return entry;
    };
    for (const { factorId, judgement } of judgements) {
      if (!this.answers(judgement)) continue;
      const fitness = fitnessOf(judgement, this.definition, this.fitness);
      entryOf(factorId).judgement = { ...judgement, fitness };
    }
    for (const { factorId, share, score } of scores) entryOf(factorId).scores.set(share, score);
    return known;
  }

  /** A judgement by a run of another fitness may lack the residual IC that this one goes by. */
  private answers(judgement: Remembered): boolean {
    return !isResidual(this.fitness) || judgement.residual?.[correlationOf(this.fitness)] !== undefined;
  }

  private async judgementsOf(pool: Pool, ids: readonly string[]) {
    const found = await pool.query<{ factorId: string; judgement: Remembered }>(
      `SELECT factor_id AS "factorId", judgement FROM evaluations
       WHERE factor_id = ANY($6::uuid[]) AND key_id = (${FIND_KEY}) AND judgement IS NOT NULL`,
      [...keyValues(this.key), ids],
    );
    return found.rows;
  }

  private async scoresOf(pool: Pool, ids: readonly string[], shares: readonly number[]) {
    const found = await pool.query<{ factorId: string; share: number; score: number | null }>(
      `SELECT factor_id AS "factorId", share, score FROM tier_scores
       WHERE key_id = (${FIND_KEY}) AND factor_id = ANY($6::uuid[]) AND fitness = $7 AND share = ANY($8::float8[])`,
      [...keyValues(this.key), ids, this.fitness, shares],
    );
    return found.rows;
  }
}
