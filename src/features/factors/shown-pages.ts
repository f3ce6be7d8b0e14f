import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { type Connection, toConnection } from '../../platform/paging/connection.ts';
import type { PageRequest } from '../../platform/paging/page.ts';
import type { TopFactorModel } from './factor.models.ts';
import { birthView, topFactorView } from './factor-views.ts';
import { LineageStore } from './lineage.store.ts';
import type { TopFactorWithFamilyModel } from './top-factor-page.model.ts';
import type { TopFactorsInput } from './top-factors.inputs.ts';
import { TopFactors } from './top-factors.service.ts';
import { type TopFactorRow, topFactorKey } from './top-factors.store.ts';

/** What may stand beside each factor. */
export const INCLUDES = ['foundBy', 'parents'] as const;
export type Include = (typeof INCLUDES)[number];

/** Characters that count as one row in the cache. */
const ROW_CHARACTERS = 2_000;

/**
 * Pages of top factors as they go out - text for REST, a connection for GraphQL: dashboards ask the same again and again, and
 * where nothing has changed making it up is most of the work.
 */
@Injectable()
export class ShownPages {
  constructor(
    private readonly top: TopFactors,
    private readonly lineage: LineageStore,
    private readonly database: Database,
  ) {}

  /** A page with cursors; shared, so nobody may alter it. @throws Refusal as `TopFactors.page` */
  async connection(query: TopFactorsInput, page: PageRequest): Promise<Connection<TopFactorModel>> {
    const search = await this.top.settle(query);
    const make = async (): Promise<Connection<TopFactorModel>> => {
      const { edges, pageInfo } = toConnection(await this.top.read(search, page), topFactorKey);
      return { pageInfo, edges: edges.map(({ cursor, node }) => ({ cursor, node: topFactorView(node) })) };
    };
    const key = `top factors' connection ${JSON.stringify([search, page])}`;
    return this.database.unchanged.of(key, make, ({ edges }) => 1 + edges.length);
  }

  /** JSON of a page. @throws Refusal as `TopFactors.page` */
  async text(query: TopFactorsInput, page: PageRequest, include: readonly Include[] = []): Promise<string> {
    // Settled each time: whoever looks at a test period is recorded, whether or not the answer is at hand.
    const search = await this.top.settle(query);
    const write = async (): Promise<string> => {
      const found = await this.top.read(search, page);
      return JSON.stringify({ ...found, items: await this.withFamilies(found.items, include) });
    };
    const key = `top factors' text ${JSON.stringify([search, page, include])}`;
    return this.database.unchanged.of(key, write, (text) => Math.ceil(text.length / ROW_CHARACTERS));
  }

  private async withFamilies(
    rows: readonly TopFactorRow[],
    include: readonly Include[],
  ): Promise<TopFactorWithFamilyModel[]> {
    const ids = rows.map(({ factorId }) => factorId);
    const [finders, parents] = await Promise.all([
      include.includes('foundBy') ? this.lineage.firstRunsOf(ids) : null,
      include.includes('parents') ? this.lineage.parentsOf(ids) : null,
    ]);
    return rows.map((row, at) => ({
      ...topFactorView(row),
      ...(finders && { foundBy: finders[at] ?? null }),
      ...(parents && { parents: (parents[at] ?? []).map(birthView) }),
    }));
  }
}
