import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { factorIdOf } from '../../../src/core/program/factor-id.ts';
import { FactorPrograms } from '../../../src/features/factors/factor-programs.service.ts';
import { insertFactors } from '../../../src/features/factors/factors.store.ts';
import type { LibraryMemberModel, LibraryModel } from '../../../src/features/libraries/library.models.ts';
import type { LibraryCorrelationModel } from '../../../src/features/libraries/library-correlation.models.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const database = testDatabase();
const service = featureService(database);
let market: SmallMarket;
let library: LibraryModel;

const WINDOWS = Array.from({ length: 60 }, (_, at) => at + 2);
const FORMULAS = WINDOWS.flatMap((window) => [
  `ts_mean(CLOSE,${window})/CLOSE`,
  `ts_corr(CLOSE,VOLUME,${window})`,
  `ts_norm(VOLUME,${window})`,
  `ts_max(HIGH,${window})/ts_min(LOW,${window})`,
]);
const CANDIDATE = 'ts_mean(OPEN,11)/CLOSE';

/** Members that joined before there were any sketches. */
async function insertMembers(formulas: readonly string[]): Promise<void> {
  const parser = service.app.get(FactorPrograms);
  const programs = await Promise.all(formulas.map((formula) => parser.parse(formula, market.datasetId)));
  await withAdmin(database.url, async (client) => {
    await insertFactors(client, programs);
    await client.query(
      `INSERT INTO library_members (id, library_id, factor_id, checks)
       SELECT id, $1, factor_id, '[]' FROM unnest($2::uuid[], $3::uuid[]) AS m(id, factor_id)`,
      [library.id, programs.map(() => uuidv7()), programs.map(({ hash }) => factorIdOf(hash))],
    );
  });
}

const compare = (formula: string, more: Record<string, string> = {}): Promise<LibraryCorrelationModel> =>
  service.rest(
    'GET',
    `/v1/libraries/${library.id}/correlation?${new URLSearchParams({ formula, first: '200', ...more })}`,
  );

const count = (sql: string): Promise<number> =>
  withAdmin(database.url, async (client) => Number((await client.query(sql)).rows[0].count));

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
  library = await service.rest<LibraryModel>('POST', '/v1/libraries', {
    name: 'grown before sketches',
    measurement: {
      datasetId: market.datasetId,
      period: { from: market.days[0]!, to: market.days[149]! },
      definition: { minimumStocks: 10 },
    },
    minimumIc: 0,
    maximumCorrelation: 0.7,
    minimumCoverage: 0.1,
  });
  await insertMembers(FORMULAS);
});

describe('a library of hundreds', () => {
  it('says how many members lack a sketch, and gives them one in the background', async () => {
    const first = await compare(CANDIDATE);
    expect(first).toMatchObject({ compared: 0, lacking: FORMULAS.length, members: [] });
    const filled = await until(async () => {
      const found = await compare(CANDIDATE);
      return found.lacking === 0 && found;
    }, 60_000);
    expect(filled.compared).toBe(FORMULAS.length);
    expect(await count('SELECT count(*) FROM sketches')).toBe(FORMULAS.length);
    expect(await count('SELECT count(*) FROM sketch_grids')).toBe(1);
  });

  it('is compared by sketches near the exact figures, on days that it names, with standard errors', async () => {
    const sketched = await compare(CANDIDATE);
    expect(sketched.ground).toMatchObject({ method: 'SKETCH', stocks: 64 });
    const { days } = sketched.ground;
    expect(days).toHaveLength(64);
    expect(days?.every((day) => market.days.includes(day))).toBe(true);
    const exact = await compare(CANDIDATE, { exact: 'true' });
    expect(exact.ground).toMatchObject({ method: 'EXACT', days: null, stocks: null });
    expect(exact.compared).toBe(FORMULAS.length);
    expect(exact.members.every(({ standardError }) => standardError === null)).toBe(true);
    const figures = new Map(exact.members.map(({ formula, correlation }) => [formula, correlation]));
    let within = 0;
    let both = 0;
    for (const { formula, correlation, standardError } of sketched.members) {
      const figure = figures.get(formula);
      if (figure === undefined || figure === null) continue;
      both++;
      const error = Math.abs((correlation ?? 0) - figure);
      expect(error, formula).toBeLessThan(0.15);
      if (error <= 3 * (standardError ?? 0) + 0.005) within++;
    }
    expect(both).toBeGreaterThan(150);
    expect(within / both).toBeGreaterThan(0.95);
    const sizes = sketched.members.map(({ correlation }) => Math.abs(correlation ?? -1));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(exact.members[0]?.formula).toMatch(/^ts_mean\(CLOSE/);
  });

  it('refuses what is like a member and tells the exact figure, and admits what is unlike', async () => {
    const admit = (formula: string): Promise<LibraryMemberModel> =>
      service.rest('POST', `/v1/libraries/${library.id}/members`, { formula });
    const { members } = await compare(CANDIDATE, { exact: 'true', first: '1' });
    await expect(admit(CANDIDATE)).rejects.toThrow(`${members[0]?.correlation} with ${members[0]?.formula}`);
    const version = 'SELECT version AS count FROM libraries';
    const before = await count(version);
    const joined = await admit('ts_delay(cs_norm(VOLUME),30)');
    expect(joined.forced).toBe(false);
    expect(await count(version)).toBe(before + 1);
    const after = await compare('ts_delay(cs_norm(VOLUME),30)');
    expect(after).toMatchObject({ compared: FORMULAS.length + 1, lacking: 0 });
    expect(after.members[0]).toMatchObject({ factorId: joined.factorId, correlation: 1, standardError: 0 });

    await service.rest('POST', `/v1/libraries/${library.id}/members/${joined.factorId}/retire`, {
      reason: 'only a test',
    });
    const without = await compare('ts_delay(cs_norm(VOLUME),30)');
    expect(without.compared).toBe(FORMULAS.length);
    expect(without.members.some(({ factorId }) => factorId === joined.factorId)).toBe(false);
  });

  it('refuses unknown libraries and answers that are too long', async () => {
    const unknown = service.rest('GET', `/v1/libraries/${uuidv7()}/correlation?formula=LOW/HIGH`);
    await expect(unknown).rejects.toThrow('NOT_FOUND');
    const long = service.graphql(
      `query ($id: ID!) { correlationWithLibrary(libraryId: $id, formula: "LOW/HIGH", first: 201) { compared } }`,
      { id: library.id },
    );
    await expect(long).rejects.toThrow('INVALID_INPUT');
  });
});

describe('a correlation matrix', () => {
  it('is estimated with standard errors, or exact', async () => {
    const formulas = [CANDIDATE, 'CLOSE/ts_mean(OPEN,11)', 'cs_norm(VOLUME)'];
    const question = {
      datasetId: market.datasetId,
      period: { from: market.days[0]!, to: market.days[149]! },
      definition: { minimumStocks: 10 },
      formulas,
    };
    const ask = (exact: boolean) =>
      service.rest<{
        ground: { method: string };
        rows: { correlations: number[]; standardErrors: number[] | null }[];
      }>('POST', '/v1/factors/correlation-matrix', { ...question, exact });
    const [sketched, exact] = [await ask(false), await ask(true)];
    expect(sketched.ground.method).toBe('SKETCH');
    expect(exact.ground.method).toBe('EXACT');
    expect(sketched.rows[0]?.correlations[1]).toBeCloseTo(-1, 2);
    sketched.rows.forEach((row, i) => {
      row.correlations.forEach((correlation, j) => {
        const error = Math.abs(correlation - exact.rows[i]!.correlations[j]!);
        expect(error).toBeLessThan(4 * row.standardErrors![j]! + 0.01);
      });
    });
    expect(exact.rows[0]?.standardErrors).toBeNull();
  });
});
