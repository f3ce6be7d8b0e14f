import { Injectable } from '@nestjs/common';
import type { Judgement, Origin } from '../../core/evolution/individual.ts';
import type { MutationKind } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { CascadeStatistics, CatastropheEvent, MutationCounts } from '../../mining/generation-record.ts';
import { Database } from '../../platform/database/database.ts';
import { rowsOfEach } from '../../platform/database/rows-of-each.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';

export interface GenerationRow {
  readonly runId: string;
  readonly generation: number;
  readonly meanFitness: number | null;
  readonly bestFitness: number | null;
  readonly bestFormula: string | null;
  readonly bestEverFitness: number | null;
  readonly bestEverFormula: string | null;
  readonly diversity: number;
  readonly meanSize: number;
  readonly withoutFitness: number;
  readonly rejected: number;
  readonly newPrograms: number;
  readonly equivalents: number;
  readonly computed: number;
  readonly cascade: CascadeStatistics | null;
  readonly mutations: Readonly<Record<MutationKind, MutationCounts>>;
  readonly catastrophe: CatastropheEvent | null;
  readonly populationHash: string;
  readonly breedMs: number;
  readonly evaluateMs: number;
  readonly persistMs: number;
  readonly createdAt: Date;
}

export interface IndividualRow {
  readonly factorId: string;
  readonly formula: string;
  readonly size: number;
  readonly birthGeneration: number;
  readonly slot: number;
  readonly fitness: number | null;
  readonly origin: Origin;
  readonly judgement: Judgement;
  readonly leftGeneration: number | null;
  readonly leftCause: string | null;
}

/** Whose population; of the last generation where none is told. */
export interface PopulationWish {
  readonly runId: string;
  readonly generation: number | null;
}

/** How individuals of a page are ordered: the youngest first, or the fittest. */
export type PopulationOrder = 'AGE' | 'FITNESS';

const GENERATION_COLUMNS = `g.run_id AS "runId", g.generation, g.mean_fitness AS "meanFitness", g.best_fitness AS "bestFitness",
  best.formula AS "bestFormula", g.best_ever_fitness AS "bestEverFitness", ever.formula AS "bestEverFormula",
  g.diversity, g.mean_size AS "meanSize", g.without_fitness AS "withoutFitness", g.new_programs AS "newPrograms",
  g.rejected, g.equivalents, g.computed, g.cascade, g.mutations, g.catastrophe, g.population_hash AS "populationHash", g.breed_ms AS "breedMs",
  g.evaluate_ms AS "evaluateMs", g.persist_ms AS "persistMs", g.created_at AS "createdAt"`;

const INDIVIDUAL_COLUMNS = `i.factor_id AS "factorId", f.formula, f.size, i.birth_generation AS "birthGeneration",
  i.slot, i.fitness, i.origin, i.judgement, i.left_generation AS "leftGeneration", i.left_cause AS "leftCause"`;

/** Missing fitness sorts behind every other, and whom the cascade rejected behind that. */
const FITNESS_RANK = `coalesce(i.fitness, CASE WHEN i.judgement ? 'rejected' THEN -2 ELSE -1 END)`;
const rankOf = ({ fitness, judgement }: IndividualRow): number =>
  fitness ?? (judgement.rejected === undefined ? -1 : -2);

/** What a run's generations left behind, for readers. */
@Injectable()
export class GenerationsStore {
  constructor(private readonly database: Database) {}

  /** Generations of each run after `after`, ascending, at most so many each: the series of the report's figure 13. */
  seriesOf(runIds: readonly string[], after: number | null, limit: number): Promise<GenerationRow[][]> {
    return rowsOfEach<GenerationRow>(
      this.database.pool,
      runIds,
      `SELECT ${GENERATION_COLUMNS} FROM generations g
       LEFT JOIN factors best ON best.hash = g.best_hash LEFT JOIN factors ever ON ever.hash = g.best_ever_hash
       WHERE g.run_id = p.id AND g.generation > $2 ORDER BY g.generation LIMIT $3`,
      [after ?? -1, limit],
    );
  }

  async latest(runId: string): Promise<GenerationRow | null> {
    const found = await this.database.pool.query<GenerationRow>(
      `SELECT ${GENERATION_COLUMNS} FROM generations g
       LEFT JOIN factors best ON best.hash = g.best_hash LEFT JOIN factors ever ON ever.hash = g.best_ever_hash
       WHERE g.run_id = $1 ORDER BY g.generation DESC LIMIT 1`,
      [runId],
    );
    return found.rows[0] ?? null;
  }

  /**
   * Who lived in each run when a generation was committed; its last one where none is told. In the place of a population of
   * which some were pruned stands the refusal: it is not shown as if it were all.
   * @throws Refusal INVALID_INPUT for a page token of another list
   */
  async populationsOf(
    wishes: readonly PopulationWish[],
    order: PopulationOrder,
    page: PageRequest,
  ): Promise<(Page<IndividualRow> | Refusal)[]> {
    const runIds = wishes.map(({ runId }) => runId);
    const generations = wishes.map(({ generation }) => generation);
    const after = page.pageToken === null ? null : decodePageToken(page.pageToken, 3).map(Number);
    const byFitness = order === 'FITNESS';
    const position = byFitness
      ? `(${FITNESS_RANK}, i.birth_generation, i.slot)`
      : '(i.birth_generation, i.slot, 0)';
    const populations = await rowsOfEach<IndividualRow>(
      this.database.pool,
      runIds,
      `SELECT ${INDIVIDUAL_COLUMNS} FROM runs r JOIN individuals i ON i.run_id = r.id JOIN factors f ON f.id = i.factor_id
       WHERE r.id = p.id AND i.birth_generation <= ${GENERATION_MEANT}
         AND (i.left_generation IS NULL OR i.left_generation > ${GENERATION_MEANT})
         AND ($3::float8 IS NULL OR ${position} < ($3::float8, $4::float8, $5::float8))
       ORDER BY ${byFitness ? `${FITNESS_RANK} DESC, ` : ''}i.birth_generation DESC, i.slot DESC LIMIT $6`,
      [generations, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, page.pageSize + 1],
    );
    const pruned = await rowsOfEach<{ before: number; meant: number }>(
      this.database.pool,
      runIds,
      `SELECT before_generation AS before, ${GENERATION_MEANT} AS meant FROM run_prunings u JOIN runs r ON r.id = u.run_id
       WHERE u.run_id = p.id AND before_generation > ${GENERATION_MEANT}`,
      [generations],
    );
    return populations.map((rows, at) =>
      pruned[at]![0]
        ? refusePruned(pruned[at]![0])
        : toPage(rows, page.pageSize, (row) => positionOf(row, order)),
    );
  }
}

/** Of a run `r`: the generation that was told of it, or the last. */
const GENERATION_MEANT = 'coalesce(($2::int[])[p.at::int], r.generation, 0)';

const refusePruned = ({ before, meant }: { readonly before: number; readonly meant: number }): Refusal =>
  new Refusal('CONFLICT', `generation ${meant}: individuals of this population were pruned`, {
    expected: `generation ${before} or later`,
    actual: String(meant),
    where: 'generation',
    remedy: 'clone the run with its own seed to have every population again; the digests verify it',
  });

/** Ordering values of an individual, as tokens hold them. */
export function positionOf(row: IndividualRow, order: PopulationOrder): string[] {
  const { birthGeneration, slot } = row;
  return order === 'FITNESS'
    ? [String(rankOf(row)), String(birthGeneration), String(slot)]
    : [String(birthGeneration), String(slot), '0'];
}
