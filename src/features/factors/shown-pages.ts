import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import type { PageRequest } from '../../platform/paging/page.ts';
import { birthView, topFactorView } from './factor-views.ts';
import { LineageStore } from './lineage.store.ts';
import type { TopFactorWithFamilyModel } from './top-factor-page.model.ts';
import type { TopFactorsInput } from './top-factors.inputs.ts';
import { TopFactors } from './top-factors.service.ts';
import type { TopFactorRow } from './top-factors.store.ts';

/** What may stand beside each factor. */
export const INCLUDES = ['foundBy', 'parents'] as const;
export type Include = (typeof INCLUDES)[number];

/** Characters that count as one row in the cache. */
const ROW_CHARACTERS = 2_000;

/** Pages of top factors as the text that goes out: writing it is most of the work where nothing has changed. */
@Injectable()
export class ShownPages {
  constructor(
    private readonly top: TopFactors,
    private readonly lineage: LineageStore,
    private readonly database: Database,
  ) {}

  /** JSON of a page. @throws Refusal as `TopFactors.page` */
  async topFactors(
    query: TopFactorsInput,
    page: PageRequest,
    include: readonly Include[] = [],
  ): Promise<string> {
    // Settled each time: whoever looks at a test period is recorded, whether or not the answer is at hand.
    const search = await this.top.settle(query);
    const write = async (): Promise<string> => {
      const found = await this.top.read(search, page);
      return JSON.stringify({ ...found, items: await this.withFamilies(found.items, include) });
    };
    const key = `top factors ${JSON.stringify([search, page, include])}`;
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
