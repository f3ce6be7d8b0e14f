import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '../../core/outcome/refusal.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import { KeptFormulas } from '../factors/kept-formulas.service.ts';
import type { CreatePoolInput, UpdatePoolInput } from './pool.inputs.ts';
import { PoolContents } from './pool-contents.service.ts';
import type { PoolDefinition } from './pool-definition.ts';
import { PoolUploads } from './pool-uploads.service.ts';
import { type PoolScheduleUse, type PoolUse, PoolUsesStore } from './pool-uses.store.ts';
import { type PoolRecord, PoolsStore } from './pools.store.ts';
import type { PushFormulasInput } from './push.inputs.ts';
import type { PushResultModel } from './push.models.ts';

/** Programs of a list: as many as a run may take. */
export const MAXIMUM_LIST = 1000;

/** What users do with warm-start pools: saved queries, sources and lists that hand programs to new runs. */
@Injectable()
export class WarmStartPools {
  constructor(
    private readonly store: PoolsStore,
    private readonly uses: PoolUsesStore,
    private readonly contents: PoolContents,
    private readonly formulas: KeptFormulas,
    private readonly uploads: PoolUploads,
  ) {}

  /**
   * What is asked is checked before it is saved; it may give nothing yet, unless it is a snapshot.
   * @throws Refusal INVALID_INPUT, ALREADY_EXISTS, FORMULA_* of the first faulty formula, NOT_FOUND, POOL_EMPTY
   */
  async create(input: CreatePoolInput): Promise<PoolRecord> {
    const { name } = input;
    const definition = definitionOf(input);
    if (definition && input.snapshot) return this.keepSnapshot(name, definition, null);
    if (definition) {
      await this.contents.check(definition);
      return this.store.insert(
        { id: uuidv7(), name, kind: 'QUERY', query: definition, snapshotOf: null },
        [],
      );
    }
    const listed = (input.formulas?.length ?? 0) + (input.factorIds?.length ?? 0);
    if (listed > MAXIMUM_LIST) throw tooLong(listed);
    const factorIds = await this.formulas.keepAll(input);
    const list = { id: uuidv7(), name, kind: 'LIST', query: null, snapshotOf: null } as const;
    return this.store.insert(
      list,
      factorIds.map((factorId) => ({ factorId, source: 'list' })),
    );
  }

  /** A list of what a pool hands out now. @throws Refusal NOT_FOUND, ALREADY_EXISTS, POOL_EMPTY, UNAVAILABLE */
  async snapshot(id: string, name: string): Promise<PoolRecord> {
    const pool = await this.store.get(id);
    if (pool.query) return this.keepSnapshot(name, pool.query, pool.id);
    const members = await this.store.members(pool.id);
    const snapshotOf = { poolId: pool.id, takenAt: new Date().toISOString() };
    return this.store.insert({ id: uuidv7(), name, kind: 'LIST', query: null, snapshotOf }, members);
  }

  /** @throws Refusal NOT_FOUND, ALREADY_EXISTS, CONFLICT for a change that its kind does not know, and as `create` */
  async update(id: string, input: UpdatePoolInput): Promise<PoolRecord> {
    const pool = await this.store.get(id);
    const query = input.query ?? input.from;
    if (input.query && input.from) throw oneOf(2);
    const removeFactorIds = (input.removeFactorIds ?? []).map((one) => requireUuid(one, 'removeFactorIds'));
    if (pool.kind === 'LIST' ? query !== undefined : removeFactorIds.length > 0) throw otherKind(pool);
    if (query) await this.contents.check(query);
    return this.store.update(pool.id, { name: input.name, query, removeFactorIds });
  }

  /** What runs took from it stays with them. @throws Refusal NOT_FOUND, CONFLICT while a schedule names it */
  async delete(id: string): Promise<PoolRecord> {
    const pool = await this.store.get(id);
    const [schedules = []] = await this.uses.schedules([pool.id]);
    if (schedules.length > 0) throw inUse(pool, schedules);
    return this.store.delete(pool.id);
  }

  /** What of the lines can be read joins the list. @throws Refusal NOT_FOUND, and as `PoolUploads.push` */
  async push(id: string, input: PushFormulasInput): Promise<PushResultModel> {
    return this.uploads.push(await this.store.get(id), input, MAXIMUM_LIST);
  }

  /** @throws Refusal NOT_FOUND */
  get(id: string): Promise<PoolRecord> {
    return this.store.get(id);
  }

  /** Newest first. */
  list(page: PageRequest): Promise<Page<PoolRecord>> {
    return this.store.list(page);
  }

  /** Runs that started from it, newest first. @throws Refusal NOT_FOUND */
  async runs(id: string, page: PageRequest): Promise<Page<PoolUse>> {
    const { id: poolId } = await this.store.get(id);
    const [found] = await this.uses.runs([{ poolId, page }]);
    return found!;
  }

  /** Schedules that name it. @throws Refusal NOT_FOUND */
  async schedules(id: string): Promise<PoolScheduleUse[]> {
    const { id: poolId } = await this.store.get(id);
    const [found] = await this.uses.schedules([poolId]);
    return found ?? [];
  }

  private async keepSnapshot(
    name: string,
    definition: PoolDefinition,
    poolId: string | null,
  ): Promise<PoolRecord> {
    const { programs } = await this.contents.ask(definition);
    if (programs.length === 0) throw empty(name);
    // Those that were never stored become factors here.
    const fresh = programs.filter(({ source }) => source === 'formulas' || source === 'random');
    const formulas = fresh.map(({ formula }) => formula);
    await this.formulas.keepAll({
      formulas,
      ...(definition.datasetId ? { datasetId: definition.datasetId } : {}),
    });
    const snapshotOf = { poolId, asked: definition, takenAt: new Date().toISOString() };
    return this.store.insert({ id: uuidv7(), name, kind: 'LIST', query: null, snapshotOf }, programs);
  }
}

/** @throws Refusal INVALID_INPUT unless exactly one of query, sources and list is meant */
function definitionOf(input: CreatePoolInput): PoolDefinition | null {
  const { query, from, formulas, factorIds } = input;
  const meant = [query, from, formulas ?? factorIds].filter((one) => one !== undefined && one !== null);
  if (meant.length !== 1) throw oneOf(meant.length);
  return query ?? from ?? null;
}

const oneOf = (count: number): Refusal =>
  new Refusal('INVALID_INPUT', 'warm-start pool: expected either a query, sources, or a list', {
    expected: 'exactly one of query, from, and formulas with factorIds',
    actual: `${count} of them`,
    where: 'query',
    remedy: 'give what is to be asked at each use, or the programs themselves',
  });

const otherKind = ({ kind }: PoolRecord): Refusal =>
  new Refusal('CONFLICT', `warm-start pool: it is a ${kind.toLowerCase()}, and stays one`, {
    expected: kind === 'LIST' ? 'name, removeFactorIds' : 'name, query, from',
    actual: kind === 'LIST' ? 'query or from' : 'removeFactorIds',
    where: 'poolId',
    remedy: 'make another pool',
  });

const inUse = ({ name }: PoolRecord, schedules: readonly PoolScheduleUse[]): Refusal =>
  new Refusal('CONFLICT', `warm-start pool "${name}": ${schedules.length} schedules start from it`, {
    expected: 'a pool that no schedule names',
    actual: schedules.map((schedule) => schedule.name).join(', '),
    where: 'poolId',
    remedy: 'change the warm start of these schedules first',
  });

const empty = (name: string): Refusal =>
  new Refusal('POOL_EMPTY', `warm-start pool "${name}": there is nothing to take a snapshot of`, {
    expected: 'at least one program',
    actual: 'none',
    where: 'snapshot',
    remedy: 'widen the query, or save it without a snapshot',
  });

const tooLong = (listed: number): Refusal =>
  new Refusal('INVALID_INPUT', `warm-start pool: expected at most ${MAXIMUM_LIST} programs, got ${listed}`, {
    expected: `at most ${MAXIMUM_LIST} programs`,
    actual: String(listed),
    where: 'formulas',
    remedy: 'make several pools; a run may start from more than one',
  });
