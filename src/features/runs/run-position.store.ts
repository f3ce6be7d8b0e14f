import type pg from 'pg';
import { catalogOf } from '../../compute/panel/catalog-of.ts';
import type { Individual, Judgement, Origin } from '../../core/evolution/individual.ts';
import type { Experiment } from '../../core/experiment/experiment.ts';
import { invariant } from '../../core/outcome/refusal.ts';
import { openLanguage } from '../../core/program/language.ts';
import { parseProgram } from '../../core/program/parse.ts';
import type { Language, Program } from '../../core/program/program.ts';
import type { CascadeStatistics } from '../../mining/generation-record.ts';
import type { RunPosition } from '../../mining/ports.ts';

interface IndividualRow {
  readonly birthGeneration: number;
  readonly slot: number;
  readonly origin: Origin;
  readonly judgement: Judgement;
  readonly formula: string;
  readonly hash: string;
}

const INDIVIDUALS = `SELECT i.birth_generation AS "birthGeneration", i.slot, i.origin, i.judgement, f.formula, f.hash
  FROM individuals i JOIN factors f ON f.id = i.factor_id WHERE i.run_id = $1`;

/**
 * Where a run stands, read back so that it goes on with the same bytes: every stored formula must parse to the
 * program that it was written from.
 * @param manifest of the run's dataset, whose fields the formulas name
 */
export async function readPosition(
  pool: pg.Pool,
  runId: string,
  experiment: Experiment,
  manifest: unknown,
): Promise<RunPosition> {
  const language = { ...openLanguage(catalogOf(manifest)), strictTable1: experiment.language.strictTable1 };
  const read = async (condition: string): Promise<Individual[]> => {
    const found = await pool.query<IndividualRow>(
      `${INDIVIDUALS} AND ${condition} ORDER BY i.birth_generation, i.slot`,
      [runId],
    );
    return found.rows.map((row) => individualOf(row, language));
  };
  const run = await pool.query<{
    generation: number;
    evaluations: number;
    bestEverGeneration: number;
    bestEverBirth: number | null;
    bestEverSlot: number | null;
  }>(
    `SELECT generation, evaluations, best_ever_generation AS "bestEverGeneration",
       best_ever_birth AS "bestEverBirth", best_ever_slot AS "bestEverSlot" FROM runs WHERE id = $1`,
    [runId],
  );
  const { generation, evaluations, bestEverGeneration, bestEverBirth, bestEverSlot } = run.rows[0]!;
  const refillsFromFirst = experiment.evolution.catastrophe.initialSource === 'firstGeneration';
  const best =
    bestEverBirth === null
      ? []
      : await read(`i.birth_generation = ${Number(bestEverBirth)} AND i.slot = ${Number(bestEverSlot)}`);
  return {
    generation,
    population: await read('i.left_generation IS NULL'),
    firstGeneration: refillsFromFirst ? await read('i.birth_generation = 0') : [],
    bestEver: best[0] ?? null,
    bestEverGeneration,
    evaluations,
    thresholds: await thresholdsAfter(pool, runId, generation),
  };
}

async function thresholdsAfter(
  pool: pg.Pool,
  runId: string,
  generation: number,
): Promise<RunPosition['thresholds']> {
  const found = await pool.query<{ cascade: CascadeStatistics | null }>(
    'SELECT cascade FROM generations WHERE run_id = $1 AND generation = $2',
    [runId, generation],
  );
  return found.rows[0]?.cascade?.nextThresholds ?? [];
}

function individualOf(row: IndividualRow, language: Language): Individual {
  const { birthGeneration, slot, origin, judgement } = row;
  return { program: programOf(row, language), birthGeneration, slot, origin, judgement };
}

function programOf({ formula, hash }: IndividualRow, language: Language): Program {
  const parsed = parseProgram(formula, language);
  if (!parsed.ok) throw parsed.error;
  invariant(parsed.value.hash === hash, `stored formula ${formula} parses to its own program`);
  return parsed.value;
}
