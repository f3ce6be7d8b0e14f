import { Injectable } from '@nestjs/common';
import { drawProgram } from '../../core/evolution/draw-program.ts';
import { createVocabulary } from '../../core/evolution/vocabulary.ts';
import { EXPERIMENT_DEFAULTS } from '../../core/experiment/defaults.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import { createLanguage } from '../../core/program/language.ts';
import type { Program } from '../../core/program/program.ts';
import { openStream } from '../../core/random/random-stream.ts';
import { FactorPrograms } from '../factors/factor-programs.service.ts';
import { FactorQueriesStore } from '../factors/factor-queries.store.ts';
import { TopFactors } from '../factors/top-factors.service.ts';
import type { RandomProgramsInput } from './pool.inputs.ts';
import { nameOf, type PoolSource } from './pool-definition.ts';
import { PoolUsesStore } from './pool-uses.store.ts';
import { PoolsStore } from './pools.store.ts';

/** A program as a source offers it. */
export interface OfferedProgram {
  readonly factorId: string;
  readonly formula: string;
  readonly fields: readonly string[];
  /** The metric of a query; null elsewhere. */
  readonly value: number | null;
  readonly source: string;
}

/** Asks the sources of pools for programs. */
@Injectable()
export class PoolSources {
  constructor(
    private readonly top: TopFactors,
    private readonly factors: FactorQueriesStore,
    private readonly programs: FactorPrograms,
    private readonly uses: PoolUsesStore,
    private readonly pools: PoolsStore,
  ) {}

  /**
   * At most `limit` programs, in the source's own order.
   * @param datasetId market of formulas and random programs; the newest where it is null
   * @throws Refusal NOT_FOUND of a run or library, FORMULA_* of a formula, and as `Measurements.resolve` of a query
   */
  async offer(source: PoolSource, limit: number, datasetId: string | null): Promise<OfferedProgram[]> {
    const name = nameOf(source);
    switch (source.kind) {
      case 'top': {
        const { items } = await this.top.page(source.top, { pageSize: limit, pageToken: null });
        return items.map(({ factor, value }) => ({ ...offered(factor), value, source: name }));
      }
      case 'run':
        if (!(await this.uses.hasRun(source.runId))) throw noSuch('run', source.runId);
        return (await this.factors.fittestOf(source.runId, limit)).map((factor) => ({
          ...offered(factor),
          value: null,
          source: name,
        }));
      case 'library':
        if (!(await this.uses.hasLibrary(source.libraryId))) throw noSuch('library', source.libraryId);
        return (await this.uses.membersOf(source.libraryId, limit)).map((factor) => ({
          ...factor,
          value: null,
          source: name,
        }));
      case 'pool':
        return (await this.listed(source.poolId))
          .slice(0, limit)
          .map((member) => ({ ...member, source: name }));
      case 'formulas':
        return this.written(source.formulas.slice(0, limit), await this.market(datasetId), name);
      case 'random':
        return this.grown(source.random, limit, await this.market(datasetId), name);
    }
  }

  /** Lists alone: a pool that asks other pools could ask itself. */
  private async listed(poolId: string): Promise<Omit<OfferedProgram, 'source'>[]> {
    const { id, kind, name } = await this.pools.get(poolId);
    if (kind !== 'LIST') throw noList(name);
    return (await this.pools.members(id)).map((member) => ({ ...member, value: null }));
  }

  private async written(
    formulas: readonly string[],
    datasetId: string,
    source: string,
  ): Promise<OfferedProgram[]> {
    const programs: OfferedProgram[] = [];
    for (const [at, formula] of formulas.entries()) {
      try {
        programs.push(asOffered(await this.programs.parse(formula, datasetId), source));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        throw new Refusal(error.code, `from.sources.formulas[${at}]: ${error.message}`, error.details);
      }
    }
    return programs;
  }

  private async grown(
    { seed, minimumSize, maximumSize }: RandomProgramsInput,
    count: number,
    datasetId: string,
    source: string,
  ): Promise<OfferedProgram[]> {
    const { language: settings, evolution } = EXPERIMENT_DEFAULTS;
    const language = createLanguage(await this.programs.catalog(datasetId), settings);
    const vocabulary = createVocabulary(language, settings.intervalTimes);
    const minimum = minimumSize ?? evolution.initialSize.minimum;
    const size = { minimum, maximum: Math.max(minimum, maximumSize ?? evolution.initialSize.maximum) };
    const avoid = new Set<string>();
    return Array.from({ length: count }, (_, slot) => {
      const stream = openStream(seed, { generation: 0, slot, purpose: 'initialise' });
      const program = drawProgram(vocabulary, size, { stream, avoid });
      avoid.add(program.hash);
      return asOffered(program, source);
    });
  }

  private async market(datasetId: string | null): Promise<string> {
    return datasetId ?? (await this.programs.newestMarket());
  }
}

const offered = ({ id, formula, fields }: { id: string; formula: string; fields: readonly string[] }) => ({
  factorId: id,
  formula,
  fields,
});

export function asOffered(program: Program, source: string): OfferedProgram {
  const fields = program.nodes.flatMap((node) => (node.kind === 'field' ? [node.name] : []));
  return {
    factorId: factorIdOf(program.hash),
    formula: program.text,
    fields: [...new Set(fields)],
    value: null,
    source,
  };
}

const noSuch = (what: string, id: string): Refusal =>
  new Refusal('NOT_FOUND', `warm-start pool: no ${what} ${id}`, {
    where: `from.sources.${what}Id`,
    remedy: `list what there is, and name a ${what} that exists`,
  });

const noList = (name: string): Refusal =>
  new Refusal('INVALID_INPUT', `warm-start pool: "${name}" is a query, and only lists may be sources`, {
    expected: 'a pool that is a list',
    actual: 'a query',
    where: 'from.sources.poolId',
    remedy: 'take a snapshot of it, and name that',
  });
