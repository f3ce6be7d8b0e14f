import { Injectable } from '@nestjs/common';
import { toGraphJson } from '../../core/program/graph-json.ts';
import type { WarmStartProgram } from '../../mining/ports.ts';
import { FactorPrograms } from '../factors/factor-programs.service.ts';
import type { PoolPrograms } from '../runs/pool-programs.ts';
import { PoolLoaders } from './pool.loaders.ts';
import type { PoolContentsModel, PoolProgramModel } from './pool.models.ts';
import type { PoolDefinition } from './pool-definition.ts';
import { type FilledPool, PoolFiller, withoutTally } from './pool-filler.service.ts';
import type { OfferedProgram } from './pool-sources.service.ts';
import { type PoolRecord, PoolsStore } from './pools.store.ts';

/** What pools hand out: to new runs, and to whoever pulls them. */
@Injectable()
export class PoolContents implements PoolPrograms {
  constructor(
    private readonly store: PoolsStore,
    private readonly filler: PoolFiller,
    private readonly programs: FactorPrograms,
    private readonly loaders: PoolLoaders,
  ) {}

  async resolve(poolId: string): Promise<readonly WarmStartProgram[]> {
    const { programs } = await this.of(poolId);
    return programs.map(({ formula }) => ({ formula, source: `pool:${poolId}` }));
  }

  /** What a pool hands out now. @throws Refusal NOT_FOUND, UNAVAILABLE, and as `ask` */
  async of(poolId: string): Promise<FilledPool> {
    return this.ofRecord(await this.store.get(poolId));
  }

  /** Of pools that were just read; members of several lists are read together. @throws Refusal as `of` */
  async ofRecord(pool: PoolRecord): Promise<FilledPool> {
    if (pool.query) return this.ask(pool.query);
    const members = await this.loaders.members.load(pool.id);
    return withoutTally(members.map((member) => ({ ...member, value: null })));
  }

  /** What a definition hands out now, saved or not. @throws Refusal as `PoolFiller.ask` */
  ask(definition: PoolDefinition): Promise<FilledPool> {
    return this.filler.ask(definition);
  }

  /** Whether it can be asked at all; it may give nothing yet. @throws Refusal as `ask` */
  check(definition: PoolDefinition): Promise<void> {
    return this.filler.check(definition);
  }

  /** With the graphs. */
  async pull(pool: FilledPool): Promise<PoolContentsModel> {
    const { programs, sources, maximumCorrelation } = pool;
    return {
      programs: await Promise.all(programs.map((program) => this.withGraph(program))),
      sources: [...sources],
      maximumCorrelation,
    };
  }

  private async withGraph({ fields, ...program }: OfferedProgram): Promise<PoolProgramModel> {
    const { formula } = program;
    return { ...program, program: toGraphJson(await this.programs.ofFactor({ formula, fields })) };
  }
}
