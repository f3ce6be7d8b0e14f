import { Injectable } from '@nestjs/common';
import { toGraphJson } from '../../core/program/graph-json.ts';
import { simplifyForRanks } from '../../core/program/simplify.ts';
import type { LineageDirectionEnum } from './factor.enums.ts';
import { FactorPrograms } from './factor-programs.service.ts';
import { FactorQueriesStore, type FactorRow } from './factor-queries.store.ts';
import { dimensionOf } from './formulas.service.ts';
import { type LineageGraph, LineageStore } from './lineage.store.ts';

export type LineageSide = (typeof LineageDirectionEnum)[keyof typeof LineageDirectionEnum];

/** A stored factor, as a formula, a program and a member of a family. */
@Injectable()
export class FactorsService {
  constructor(
    private readonly store: FactorQueriesStore,
    private readonly programs: FactorPrograms,
    private readonly lineages: LineageStore,
  ) {}

  /** @throws Refusal NOT_FOUND, INVALID_INPUT */
  get(idOrHash: string): Promise<FactorRow> {
    return this.store.get(idOrHash);
  }

  /** @throws Refusal NOT_FOUND where no dataset has its fields any more */
  async simplified(factor: FactorRow): Promise<string> {
    return simplifyForRanks(await this.programs.ofFactor(factor));
  }

  /** @throws Refusal as `simplified` */
  async program(factor: FactorRow): Promise<unknown> {
    return toGraphJson(await this.programs.ofFactor(factor));
  }

  /** @throws Refusal as `simplified` */
  async dimension(factor: FactorRow): Promise<string> {
    return dimensionOf(await this.programs.ofFactor(factor));
  }

  /** @throws Refusal NOT_FOUND */
  async lineage(idOrHash: string, side: LineageSide, depth: number): Promise<LineageGraph> {
    const { id } = await this.store.get(idOrHash);
    return this.lineages.graph(id, side, depth);
  }
}
