import type { ClientBase } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { fitnessOf } from '../../core/evolution/fitness.ts';
import type { Individual, Judgement } from '../../core/evolution/individual.ts';
import type { CorrelationKind, EvaluationDefinition } from '../../core/experiment/experiment.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import type { EvaluationMemo, KnownProgram } from '../../mining/ports.ts';
import type { Database } from '../../platform/database/database.ts';
import type { EvaluationKey } from './evaluation-key.ts';

/**
 * Keeps what a generation measured: an evaluation for each factor that the store did not know under this key.
 * Rows go in by the order of their factors, so that runs side by side cannot deadlock.
 */
export async function insertJudgements(
  client: ClientBase,
  key: EvaluationKey,
  individuals: readonly Individual[],
): Promise<void> {
  const judged = individuals.filter(({ judgement }) => judgement.rejected === undefined);
  const distinct = new Map(judged.map((one) => [factorIdOf(one.program.hash), one.judgement]));
  const rows = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1));
  const column = (pick: (judgement: Judgement) => number | null): (number | null)[] =>
    rows.map(([, judgement]) => pick(judgement));
  await client.query(
    `INSERT INTO evaluations (id, factor_id, dataset_id, slice_hash, period_from, period_to, definition_hash,
       engine_version, horizon_days, ic, rank_ic, ic_std, rank_ic_std, ic_ir, rank_ic_ir, days, pairs, coverage,
       date_share, tied_share)
     SELECT e.id, e.factor, $1, $2, $3, $4, $5, $6, $7, e.ic, e.rank_ic, e.ic_std, e.rank_ic_std,
       abs(e.ic) / nullif(e.ic_std, 0), abs(e.rank_ic) / nullif(e.rank_ic_std, 0),
       e.days, e.pairs, e.coverage, e.date_share, e.tied_share
     FROM unnest($8::uuid[], $9::uuid[], $10::float8[], $11::float8[], $12::float8[], $13::float8[], $14::int[],
       $15::int[], $16::float8[], $17::float8[], $18::float8[])
       AS e(id, factor, ic, rank_ic, ic_std, rank_ic_std, days, pairs, coverage, date_share, tied_share)
     ON CONFLICT (factor_id, slice_hash, period_from, period_to, definition_hash, engine_version) DO NOTHING`,
    [
      ...keyValues(key),
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
    ],
  );
}

const keyValues = (key: EvaluationKey): unknown[] => [
  key.datasetId,
  key.sliceHash,
  key.period.from,
  key.period.to,
  key.definitionHash,
  key.engineVersion,
  key.horizonDays,
];

interface JudgementRow extends Omit<Judgement, 'fitness'> {
  readonly factorId: string;
}

/**
 * Earlier judgements on the same slice, period, definition and engine, whoever made them. They replace work and
 * never a decision: the fitness is derived anew by the run's own kind, and the numbers are the same bits.
 */
export class PostgresEvaluationMemo implements EvaluationMemo {
  constructor(
    private readonly database: Database,
    private readonly key: EvaluationKey,
    private readonly definition: EvaluationDefinition,
    private readonly fitness: CorrelationKind,
  ) {}

  async lookUp(hashes: readonly string[]): Promise<ReadonlyMap<string, KnownProgram>> {
    const hashOf = new Map(hashes.map((hash) => [factorIdOf(hash), hash]));
    const found = await this.database.pool.query<JudgementRow>(
      `SELECT factor_id AS "factorId", ic, rank_ic AS "rankIc", ic_std AS "icStd", rank_ic_std AS "rankIcStd", days,
         pairs, coverage, date_share AS "dateShare", tied_share AS "tiedShare"
       FROM evaluations
       WHERE factor_id = ANY($1::uuid[]) AND slice_hash = $2 AND period_from = $3 AND period_to = $4
         AND definition_hash = $5 AND engine_version = $6`,
      [
        [...hashOf.keys()],
        this.key.sliceHash,
        this.key.period.from,
        this.key.period.to,
        this.key.definitionHash,
        this.key.engineVersion,
      ],
    );
    return new Map(
      found.rows.map(({ factorId, ...measured }) => [
        hashOf.get(factorId)!,
        {
          judgement: { ...measured, fitness: fitnessOf(measured, this.definition, this.fitness) },
          scores: new Map(),
        },
      ]),
    );
  }
}
