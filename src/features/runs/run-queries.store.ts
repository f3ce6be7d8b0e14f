import { Injectable } from '@nestjs/common';
import type { Judgement, Origin } from '../../core/evolution/individual.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { CatastropheEvent, GenerationStatistics } from '../../mining/ports.ts';
import { Database } from '../../platform/database/database.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';

/** A committed generation as users see it. */
export interface GenerationRow extends Omit<GenerationStatistics, 'timings' | 'catastrophe'> {
  readonly catastrophe: CatastropheEvent | null;
  readonly populationHash: string;
  readonly breedMs: number;
  readonly evaluateMs: number;
  readonly persistMs: number;
  readonly createdAt: Date;
}

/** A member of a population as users see it. */
export interface IndividualRow {
  readonly birthGeneration: number;
  readonly slot: number;
  readonly factorId: string;
  readonly formula: string;
  readonly hash: string;
  readonly size: number;
  readonly fitness: number | null;
  readonly judgement: Judgement;
  readonly origin: Origin;
  readonly leftGeneration: number | null;
  readonly leftCause: 'age' | 'catastrophe' | null;
}

const GENERATION_COLUMNS = `generation, mean_fitness AS "meanFitness", best_fitness AS "bestFitness",
  best_hash AS "bestHash", best_ever_fitness AS "bestEverFitness", best_ever_hash AS "bestEverHash", diversity,
  mean_size AS "meanSize", without_fitness AS "withoutFitness", new_programs AS "newPrograms", computed, mutations,
  catastrophe, population_hash AS "populationHash", breed_ms AS "breedMs", evaluate_ms AS "evaluateMs",
  persist_ms AS "persistMs", created_at AS "createdAt"`;

const INDIVIDUAL_COLUMNS = `i.birth_generation AS "birthGeneration", i.slot, i.factor_id AS "factorId", f.formula,
  f.hash, f.size, i.fitness, i.judgement, i.origin, i.left_generation AS "leftGeneration", i.left_cause AS "leftCause"`;

/** What a run did, read back: its generations and who lived in each. */
@Injectable()
export class RunQueriesStore {
  constructor(private readonly database: Database) {}

  /** Figure 13 of the report: statistics of the generations `from` to `to`, both included, in their order. */
  async generations(runId: string, from: number, to: number): Promise<readonly GenerationRow[]> {
    const found = await this.database.pool.query<GenerationRow>(
      `SELECT ${GENERATION_COLUMNS} FROM generations
       WHERE run_id = $1 AND generation BETWEEN $2 AND $3 ORDER BY generation`,
      [runId, from, to],
    );
    return found.rows;
  }

  /**
   * Who lived after a generation was committed, oldest first.
   * An individual that left in generation g died when g was made, so it is not of g's population.
   */
  async population(runId: string, generation: number, page: PageRequest): Promise<Page<IndividualRow>> {
    const after = page.pageToken === null ? [-1, -1] : decodePageToken(page.pageToken, 2).map(wholeNumber);
    const found = await this.database.pool.query<IndividualRow>(
      `SELECT ${INDIVIDUAL_COLUMNS} FROM individuals i JOIN factors f ON f.id = i.factor_id
       WHERE i.run_id = $1 AND i.birth_generation <= $2 AND (i.left_generation IS NULL OR i.left_generation > $2)
         AND (i.birth_generation, i.slot) > ($3, $4)
       ORDER BY i.birth_generation, i.slot LIMIT $5`,
      [runId, generation, after[0], after[1], page.pageSize + 1],
    );
    return toPage(found.rows, page.pageSize, (row) => [String(row.birthGeneration), String(row.slot)]);
  }
}

function wholeNumber(part: string): number {
  if (/^\d{1,9}$/.test(part)) return Number(part);
  throw new Refusal('INVALID_INPUT', 'page token: not one of this list', {
    expected: 'the nextPageToken (or endCursor) of an earlier answer',
    where: 'pageToken',
    remedy: 'start again from the first page',
  });
}
