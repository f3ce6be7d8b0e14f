import { beforeAll, describe, expect, it } from 'vitest';
import type { LibraryMemberModel, LibraryModel } from '../../../src/features/libraries/library.models.ts';
import type { RunModel, WarmStartProgramModel } from '../../../src/features/runs/run.models.ts';
import type { Connection } from '../../../src/platform/paging/connection.ts';
import type { Page } from '../../../src/platform/paging/page.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';

const database = testDatabase();
const service = featureService(database);
let market: SmallMarket;
let where: object;

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
  where = {
    datasetId: market.datasetId,
    period: { from: market.days[0]!, to: market.days[119]! },
    definition: { minimumStocks: 10 },
  };
});

interface Evaluated {
  readonly canonical: string;
  readonly factorId: string;
  readonly definitionHash: string;
  readonly statistics: {
    readonly rankIc: { readonly mean: number };
    readonly series: { readonly days: string[]; readonly rankIc: (number | null)[] };
    readonly groups: { readonly curves: { readonly group: number }[] };
  };
}

const evaluate = (formula: string, keep = false): Promise<Evaluated> =>
  service.rest('POST', '/v1/factors/evaluate', { ...where, formula, keep });

interface TopPage {
  readonly items: {
    readonly value: number;
    readonly orientation: number;
    readonly factor: { formula: string };
  }[];
  readonly nextPageToken: string | null;
}

interface Family {
  readonly lineage: {
    readonly nodes: readonly { readonly distance: number }[];
    readonly edges: readonly { readonly runId: string }[];
  };
}

const topPage = (query: Record<string, string>): Promise<TopPage> =>
  service.rest(
    'GET',
    `/v1/factors/top?${new URLSearchParams({
      datasetId: market.datasetId,
      from: market.days[0]!,
      to: market.days[119]!,
      ...query,
    })}`,
  );

describe('a formula that someone typed', () => {
  it('is understood, measured by a worker, and only kept where that is wanted', async () => {
    const answer = await evaluate('LOW/HIGH');
    expect(answer).toMatchObject({
      canonical: 'LOW/HIGH',
      simplified: 'LOW/HIGH',
      dimension: 'none',
      factorId: null,
    });
    expect(answer.statistics.series.days).toHaveLength(120);
    expect(answer.statistics.groups.curves[0]).toMatchObject({ group: 1 });
    const kept = await evaluate('sigmoid(LOW/HIGH)', true);
    const { factor } = await service.graphql<{ factor: Record<string, unknown> }>(
      `query ($id: ID!) { factor(id: $id) { formula simplified dimension program
         evaluations(precision: EXACT) { edges { node { rankIc period { from to } hasStatistics definitionHash } } } } }`,
      { id: kept.factorId },
    );
    expect(factor).toMatchObject({
      formula: kept.canonical,
      simplified: 'LOW/HIGH',
      dimension: 'none',
      program: { learn: [], setup: [{ field: 'LOW' }, { field: 'HIGH' }] },
      evaluations: {
        edges: [
          {
            node: {
              hasStatistics: true,
              rankIc: kept.statistics.rankIc.mean,
              definitionHash: kept.definitionHash,
            },
          },
        ],
      },
    });
  });

  it('is refused with the place of its fault before any worker is asked', async () => {
    await expect(evaluate('LOW + VOLUME')).rejects.toThrow('FORMULA_DIMENSION');
    await expect(
      service.rest('POST', '/v1/factors/evaluate', {
        datasetId: market.datasetId,
        role: 'test',
        formula: 'LOW/HIGH',
      }),
    ).rejects.toThrow('PERIOD_INVALID');
  });
});

describe('libraries and pools', () => {
  let library: LibraryModel;

  const admit = (input: object): Promise<LibraryMemberModel> =>
    service.rest('POST', `/v1/libraries/${library.id}/members`, input);

  it('admit what passes, with every check, and refuse the negative of a member', async () => {
    library = await service.rest<LibraryModel>('POST', '/v1/libraries', {
      name: 'price ranges',
      measurement: where,
      minimumIc: 0,
      maximumCorrelation: 0.7,
      minimumCoverage: 0.1,
    });
    const member = await admit({ formula: 'LOW/HIGH' });
    expect(member).toMatchObject({ formula: 'LOW/HIGH', forced: false });
    expect(member.checks.map(({ name, passed }) => [name, passed])).toEqual([
      ['MINIMUM_IC', true],
      ['MINIMUM_COVERAGE', true],
      ['MAXIMUM_CORRELATION', true],
    ]);
    expect((await admit({ factorId: member.factorId })).id).toBe(member.id);
    const refused = admit({ formula: 'HIGH/LOW' });
    await expect(refused).rejects.toThrow('LIBRARY_NOT_ADMITTED');
    await expect(refused).rejects.toThrow(
      /MAXIMUM_CORRELATION.*at most 0.7 either way.*-0\.9\d+ with LOW\/HIGH/,
    );
    expect(await admit({ formula: 'HIGH/LOW', force: true })).toMatchObject({ forced: true });
  });

  it('compare with each member, most similar first whatever the sign', async () => {
    await admit({ formula: 'cs_norm(VOLUME)', force: true });
    const { correlationWithLibrary } = await service.graphql<{
      correlationWithLibrary: { members: { formula: string; correlation: number }[] };
    }>(
      `query ($id: ID!) { correlationWithLibrary(libraryId: $id, formula: "sigmoid(LOW/HIGH)", exact: true) {
         members { formula correlation } } }`,
      { id: library.id },
    );
    const found = correlationWithLibrary.members;
    expect(found.map(({ formula }) => formula)).toEqual(['LOW/HIGH', 'HIGH/LOW', 'cs_norm(VOLUME)']);
    expect(found[0]?.correlation).toBeCloseTo(1, 3);
    expect(found[1]?.correlation).toBeCloseTo(-1, 3);
    const matrix = await service.rest<{ rows: { correlations: number[] }[] }>(
      'POST',
      '/v1/factors/correlation-matrix',
      { ...where, formulas: found.map(({ formula }) => formula) },
    );
    expect(matrix.rows[0]?.correlations[1]).toBeCloseTo(-1, 3);
  });

  it('retire with a reason and keep the stay as history', async () => {
    const members = await service.rest<Page<LibraryMemberModel>>(
      'GET',
      `/v1/libraries/${library.id}/members`,
    );
    const { factorId } = members.items.find(({ formula }) => formula === 'HIGH/LOW')!;
    await service.rest('POST', `/v1/libraries/${library.id}/members/${factorId}/retire`, {
      reason: 'a twin',
    });
    const { library: after } = await service.graphql<{
      library: Record<'first' | 'members' | 'all', Connection<object>>;
    }>(
      `query ($id: ID!) { library(id: $id) { first: members(first: 1) { edges { cursor node { factor { formula } } } pageInfo { hasNextPage } }
         members { edges { node { factor { formula } } } } all: members(retired: true) { edges { node { retireReason } } } } }`,
      { id: library.id },
    );
    const formulas = ({ edges }: Connection<object>) => edges.map(({ node }) => node);
    expect(formulas(after.members)).toEqual([
      { factor: { formula: 'LOW/HIGH' } },
      { factor: { formula: 'cs_norm(VOLUME)' } },
    ]);
    expect(after.first).toMatchObject({
      edges: [{ node: { factor: { formula: 'LOW/HIGH' } } }],
      pageInfo: { hasNextPage: true },
    });
    expect(after.all.edges).toHaveLength(3);
    await expect(
      service.rest('POST', `/v1/libraries/${library.id}/members/${factorId}/retire`, { reason: 'again' }),
    ).rejects.toThrow('NOT_FOUND');
  });

  it('order what is kept by a metric, in pages, and select what is unlike', async () => {
    const { definitionHash } = await evaluate('LOW/HIGH');
    const first = await topPage({ definitionHash, pageSize: '2' });
    const second = await topPage({ definitionHash, pageSize: '50', pageToken: first.nextPageToken! });
    const values = [...first.items, ...second.items].map(({ value }) => value);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(values).toHaveLength(4);
    expect(second.nextPageToken).toBeNull();
    const sized = await topPage({ definitionHash, maximumSize: '3', operators: 'protecteddiv' });
    expect(sized.items.map(({ factor }) => factor.formula).sort()).toEqual(['HIGH/LOW', 'LOW/HIGH']);

    const distinct = await service.rest<{ factors: TopPage['items']; scanned: number; end: string }>(
      'POST',
      '/v1/factors/top/distinct',
      {
        datasetId: market.datasetId,
        period: (where as { period: object }).period,
        definitionHash,
        maximumCorrelation: 0.9,
      },
    );
    expect(distinct).toMatchObject({ scanned: 4, end: 'CANDIDATES_EXHAUSTED' });
    expect(distinct.factors).toHaveLength(2);
    expect(distinct.factors[0]?.value).toBe(values[0]);
  });

  it('let only one of two like factors in that come at once', async () => {
    const other = await service.rest<LibraryModel>('POST', '/v1/libraries', {
      name: 'at once',
      measurement: where,
      minimumIc: 0,
      minimumCoverage: 0.1,
    });
    const wishes = ['LOW/CLOSE', 'CLOSE/LOW'].map((formula) =>
      service.rest('POST', `/v1/libraries/${other.id}/members`, { formula }),
    );
    const outcomes = await Promise.allSettled(wishes);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await service.rest('GET', `/v1/libraries/${other.id}/members`)).toMatchObject({
      items: { length: 1 },
    });
    await expect(
      service.rest('POST', '/v1/libraries', { name: 'at once', measurement: where }),
    ).rejects.toThrow('ALREADY_EXISTS');
  });

  it('hand programs to notebooks and to a run, whose best are measured on its other period', async () => {
    const pool = await service.rest<{ id: string }>('POST', '/v1/warm-start-pools', {
      name: 'a list',
      formulas: ['HIGH/LOW', 'ts_mean(LOW,5)/HIGH'],
    });
    const lines = await service.app.inject({
      method: 'GET',
      url: `/v1/warm-start-pools/${pool.id}/formulas`,
    });
    expect(lines.headers['content-type']).toContain('text/plain');
    expect(lines.body).toBe('HIGH/LOW\nts_mean(LOW,5)/HIGH\n');
    const programs = await service.rest<{ program: object }[]>(
      'GET',
      `/v1/warm-start-pools/${pool.id}/programs`,
    );
    expect(programs[0]?.program).toMatchObject({ learn: [], setup: [{ field: 'HIGH' }, { field: 'LOW' }] });

    const run = await service.rest<RunModel>('POST', '/v1/runs', {
      datasetId: market.datasetId,
      experiment: smallExperiment(market.days, 2),
      warmStart: { pools: [{ poolId: pool.id }] },
      start: true,
    });
    const { run: created } = await service.graphql<{ run: { warmStart: WarmStartProgramModel[] } }>(
      'query ($id: ID!) { run(id: $id) { warmStart { formula source } } }',
      { id: run.id },
    );
    expect(created.warmStart).toEqual([
      { formula: 'HIGH/LOW', source: `pool:${pool.id}` },
      { formula: 'ts_mean(LOW,5)/HIGH', source: `pool:${pool.id}` },
    ]);
    const test = await until(async () => {
      const page = await service.rest<TopPage>(
        'GET',
        `/v1/factors/top?runId=${run.id}&role=test&minimumCoverage=0`,
      );
      return page.items.length >= 10 && page;
    }, 25_000);
    expect(test.items[0]?.value).toBeGreaterThanOrEqual(test.items[1]!.value);
    const train = await service.graphql<{
      topFactors: { edges: { node: { factor: { lineage: object } } }[] };
    }>(
      `query ($id: ID!) { topFactors(query: { runId: $id, metric: RANK_IC_IR, foundByRun: $id }, first: 3) {
         edges { cursor node { value orientation evaluation { rankIcIrAnnual } factor {
           lineage(direction: ANCESTORS) { nodes { formula } edges { mutation before after icChange } } } } }
         pageInfo { hasNextPage endCursor } } }`,
      { id: run.id },
    );
    expect(train.topFactors.edges).toHaveLength(3);
    const { run: grown } = await service.graphql<{
      run: { population: { edges: { node: { mutation: string | null; factor: Family } }[] } };
    }>(
      `query ($id: ID!) { run(id: $id) { population(first: 20) { edges { node { mutation factor { formula
         lineage(direction: ANCESTORS) { nodes { formula distance } edges { mutation runId icChange } } } } } } } }`,
      { id: run.id },
    );
    const children = grown.population.edges.filter(({ node }) => node.mutation !== null);
    const families = children.map(({ node }) => node.factor.lineage).filter(({ edges }) => edges.length > 0);
    expect(families.length).toBeGreaterThan(0);
    expect(families[0]?.edges[0]?.runId).toBe(run.id);
    expect(families[0]?.nodes[1]?.distance).toBe(1);

    const queried = await service.rest<{ id: string }>('POST', '/v1/warm-start-pools', {
      name: 'a query',
      query: { seriesId: market.seriesId, metric: 'RANK_IC', count: 5, maximumCorrelation: 0.8 },
    });
    const pulled = await service.rest<{ value: number }[]>(
      'GET',
      `/v1/warm-start-pools/${queried.id}/programs`,
    );
    expect(pulled.length).toBeGreaterThan(0);
    expect(pulled.length).toBeLessThanOrEqual(5);
  });
});
