import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '../../core/outcome/refusal.ts';
import { toGraphJson } from '../../core/program/graph-json.ts';
import type { WarmStartProgram } from '../../mining/ports.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import { DistinctTopFactors } from '../factors/distinct-top-factors.service.ts';
import { FactorPrograms } from '../factors/factor-programs.service.ts';
import { KeptFormulas } from '../factors/kept-formulas.service.ts';
import { Measurements } from '../factors/measurements.service.ts';
import { TopFactors } from '../factors/top-factors.service.ts';
import type { TopFactorRow } from '../factors/top-factors.store.ts';
import type { PoolPrograms } from '../runs/pool-programs.ts';
import type { CreatePoolInput, PoolProgramModel, PoolQueryInput } from './pool.models.ts';
import { type PoolMember, type PoolRecord, PoolsStore } from './pools.store.ts';

const DEFAULT_COUNT = 50;
const MAXIMUM_LIST = 1000;

interface PooledFactor extends PoolMember {
  /** The query's metric; null in a list. */
  readonly value: number | null;
}

/** Warm-start pools: saved queries and lists that hand programs to new runs, and to whoever wants them. */
@Injectable()
export class WarmStartPools implements PoolPrograms {
  constructor(
    private readonly store: PoolsStore,
    private readonly top: TopFactors,
    private readonly distinct: DistinctTopFactors,
    private readonly measurements: Measurements,
    private readonly programs: FactorPrograms,
    private readonly formulas: KeptFormulas,
  ) {}

  /**
   * A query is tried before it is saved; it may give nothing yet.
   * @throws Refusal INVALID_INPUT, ALREADY_EXISTS, FORMULA_* of the first faulty formula, POOL_EMPTY for an empty list
   */
  async create(input: CreatePoolInput): Promise<PoolRecord> {
    const { name, query } = input;
    const listed = (input.formulas?.length ?? 0) + (input.factorIds?.length ?? 0);
    if (Boolean(query) === listed > 0) throw eitherQueryOrList(listed);
    if (listed > MAXIMUM_LIST) throw tooLong(listed);
    if (query) {
      await this.measurements.resolve(query);
      return this.store.insert({ id: uuidv7(), name, kind: 'QUERY', query }, []);
    }
    const factorIds = await this.formulas.keepAll(input);
    return this.store.insert({ id: uuidv7(), name, kind: 'LIST', query: null }, factorIds);
  }

  /** @throws Refusal NOT_FOUND */
  get(id: string): Promise<PoolRecord> {
    return this.store.get(id);
  }

  /** Newest first. */
  list(page: PageRequest): Promise<Page<PoolRecord>> {
    return this.store.list(page);
  }

  /** What a query would hand out, before it is saved. @throws Refusal as `Measurements.resolve`, UNAVAILABLE */
  async preview(query: PoolQueryInput): Promise<PoolProgramModel[]> {
    return this.withGraphs(await this.ask(query));
  }

  /** What a pool hands out now, with the graphs. @throws Refusal NOT_FOUND, UNAVAILABLE */
  async pull(id: string): Promise<PoolProgramModel[]> {
    return this.withGraphs(await this.factorsOf(id));
  }

  /** Formulas alone, in the pool's order. @throws Refusal as `pull` */
  async formulasOf(id: string): Promise<string[]> {
    return (await this.factorsOf(id)).map((factor) => factor.formula);
  }

  async resolve(poolId: string): Promise<readonly WarmStartProgram[]> {
    const found = await this.factorsOf(poolId);
    return found.map(({ formula }) => ({ formula, source: `pool:${poolId}` }));
  }

  private async factorsOf(id: string): Promise<readonly PooledFactor[]> {
    const pool = await this.store.get(id);
    if (pool.query) return this.ask(pool.query);
    return (await this.store.members(pool.id)).map((member) => ({ ...member, value: null }));
  }

  private async ask(query: PoolQueryInput): Promise<PooledFactor[]> {
    const count = query.count ?? DEFAULT_COUNT;
    const maximumCorrelation = query.maximumCorrelation ?? null;
    if (maximumCorrelation === null) {
      const page = await this.top.page(query, { pageSize: count, pageToken: null });
      return page.items.map(pooled);
    }
    const { factors } = await this.distinct.select({ ...query, maximumCorrelation, count });
    return factors.map(pooled);
  }

  private withGraphs(factors: readonly PooledFactor[]): Promise<PoolProgramModel[]> {
    return Promise.all(
      factors.map(async (factor) => {
        const program = toGraphJson(await this.programs.ofFactor(factor));
        return { factorId: factor.factorId, formula: factor.formula, value: factor.value, program };
      }),
    );
  }
}

const pooled = ({ factor, value }: TopFactorRow): PooledFactor => ({
  factorId: factor.id,
  formula: factor.formula,
  fields: factor.fields,
  value,
});

const eitherQueryOrList = (listed: number): Refusal =>
  new Refusal('INVALID_INPUT', 'warm-start pool: expected either a query or a list', {
    expected: 'a query, or formulas and factorIds',
    actual: listed > 0 ? 'both' : 'neither',
    where: 'query',
    remedy: 'give a query to be asked anew at each use, or the programs themselves',
  });

const tooLong = (listed: number): Refusal =>
  new Refusal('INVALID_INPUT', `warm-start pool: expected at most ${MAXIMUM_LIST} programs, got ${listed}`, {
    expected: `at most ${MAXIMUM_LIST} programs`,
    actual: String(listed),
    where: 'formulas',
    remedy: 'make several pools; a run may start from more than one',
  });
