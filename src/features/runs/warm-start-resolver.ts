import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Experiment } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { createLanguage } from '../../core/program/language.ts';
import { parseProgram } from '../../core/program/parse.ts';
import type { Language } from '../../core/program/program.ts';
import type { WarmStartProgram } from '../../mining/ports.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { POOL_PROGRAMS, type PoolPrograms } from './pool-programs.ts';
import { type MarketSummary, RunMarketsStore } from './run-markets.store.ts';
import type { WarmStartFactorsInput, WarmStartInput } from './warm-start.inputs.ts';
import { WarmStartStore } from './warm-start.store.ts';

const DEFAULT_POOL_QUOTA = 50;
/** Candidates read for each program wanted: some do not fit the experiment's language. */
const SPARE = 4;

/**
 * Turns a warm-start wish into programs, once, when a run is created. A formula that someone typed must fit the
 * run's language; of queries and pools the programs that do not fit are passed over.
 */
@Injectable()
export class WarmStartResolver {
  constructor(
    private readonly store: WarmStartStore,
    private readonly markets: RunMarketsStore,
    @Optional() @Inject(POOL_PROGRAMS) private readonly pools: PoolPrograms | undefined,
  ) {}

  /** @throws Refusal of the first faulty formula, NOT_FOUND of a pool, POOL_EMPTY where a pool gives nothing */
  async resolve(
    wish: WarmStartInput | undefined,
    market: MarketSummary,
    experiment: Experiment,
  ): Promise<WarmStartProgram[]> {
    if (!wish) return [];
    const { catalog } = await this.markets.contents(market.id);
    const language = createLanguage(catalog, experiment.language);
    const chosen = new Map<string, WarmStartProgram>();
    for (const [index, formula] of (wish.formulas ?? []).entries()) {
      const program = parseProgram(formula, language);
      if (!program.ok) throw atFormula(program.error, index);
      add(chosen, program.value, 'formula');
    }
    for (const query of wish.factors ?? []) {
      takeFitting(await this.earlierFactors(query, market), query.quota, language, chosen);
    }
    for (const { poolId, quota } of wish.pools ?? []) {
      const programs = (await this.pools?.resolve(requireUuid(poolId, 'poolId'))) ?? [];
      const taken = takeFitting(programs, quota ?? DEFAULT_POOL_QUOTA, language, chosen);
      if (taken === 0) throw emptyPool(poolId, programs.length);
    }
    return [...chosen.values()];
  }

  private earlierFactors(query: WarmStartFactorsInput, market: MarketSummary): Promise<WarmStartProgram[]> {
    return this.store.earlierFactors({
      runIds: query.runIds?.map((id) => requireUuid(id, 'runIds')) ?? null,
      seriesId: market.seriesId,
      minimumFitness: query.minimumFitness ?? 0,
      limit: query.quota * SPARE,
    });
  }
}

type Chosen = Map<string, WarmStartProgram>;

function add(chosen: Chosen, program: { hash: string; text: string }, source: string): void {
  if (!chosen.has(program.hash)) chosen.set(program.hash, { formula: program.text, source });
}

/** @returns how many of the candidates fit, of which those already chosen are not chosen twice */
function takeFitting(
  candidates: readonly WarmStartProgram[],
  quota: number,
  language: Language,
  chosen: Chosen,
): number {
  let fitting = 0;
  for (const { formula, source } of candidates) {
    if (fitting === quota) break;
    const program = parseProgram(formula, language);
    if (!program.ok) continue;
    fitting += 1;
    add(chosen, program.value, source);
  }
  return fitting;
}

function atFormula(error: Refusal, index: number): Refusal {
  return new Refusal(error.code, `warmStart.formulas[${index}]: ${error.message}`, error.details);
}

function emptyPool(poolId: string, programs: number): Refusal {
  return new Refusal('POOL_EMPTY', `warmStart: pool ${poolId} gives no program that fits this run`, {
    expected: "at least one program within the experiment's operators, fields, windows and size",
    actual: `${programs} programs, none of which fits`,
    where: 'warmStart.pools',
    remedy: "widen the experiment's language or choose another pool",
  });
}
