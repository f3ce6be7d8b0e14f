import { beforeAll, describe, expect, it } from 'vitest';
import type {
  ImportedValuesModel,
  ValuesImportModel,
} from '../../../src/features/imported-values/imported-values.models.ts';
import { LibraryCare } from '../../../src/features/libraries/care/library-care.service.ts';
import type { LibraryMemberModel, LibraryModel } from '../../../src/features/libraries/library.models.ts';
import type { LibraryCorrelationModel } from '../../../src/features/libraries/library-correlation.models.ts';
import type {
  CompositeModel,
  LibrarySignalsModel,
  MemberHealthModel,
} from '../../../src/features/libraries/library-process.models.ts';
import type { RunModel } from '../../../src/features/runs/run.models.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const database = testDatabase();
const service = featureService(database);
let market: SmallMarket;
let library: LibraryModel;
const KNOWN = 'ts_std(CLOSE,10)/ts_mean(CLOSE,10)';
const OTHER = 'ts_corr(HIGH,VOLUME,20)';
const definition = { minimumStocks: 10 };

const path = (rest: string) => `/v1/libraries/${library.id}/${rest}`;
const admit = (formula: string, force = false) =>
  service.rest<LibraryMemberModel>('POST', path('members'), { formula, force });

/** Imports the values that a formula has on some days of a market. */
async function importFrom(where: SmallMarket, name: string, formula: string, [from, to]: [number, number]) {
  const period = { from: where.days[from]!, to: where.days[to]! };
  const values = await service.app.inject({
    method: 'POST',
    url: '/v1/exports/values',
    payload: { datasetId: where.datasetId, period, definition, formulas: [formula], format: 'parquet' },
  });
  const sent = await service.app.inject({
    method: 'POST',
    url: `/v1/imported-values/${name}/upload?series=${encodeURIComponent(`market ${where.seriesId}`)}`,
    headers: { 'content-type': 'application/octet-stream' },
    payload: values.rawPayload,
  });
  if (sent.statusCode !== 200) throw new Error(sent.body);
  return sent.json<ValuesImportModel>();
}

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
  library = await service.rest<LibraryModel>('POST', '/v1/libraries', {
    name: 'mixed',
    minimumIc: 0,
    maximumCorrelation: 0.9,
    measurement: {
      datasetId: market.datasetId,
      period: { from: market.days[0]!, to: market.days[119]! },
      definition,
    },
  });
  await importFrom(market, 'vol', KNOWN, [0, 159]);
}, 60_000);

describe('imported values in a library', () => {
  it('are admitted by its rules, and a formula that is the same is not', async () => {
    const member = await admit('imported_vol');
    const values = await service.rest<ImportedValuesModel>('GET', '/v1/imported-values/vol');
    expect(member.factorId).toBe(values.factorId);
    await expect(admit(KNOWN)).rejects.toThrow('MAXIMUM_CORRELATION');
    await admit(OTHER);
  });

  it('lead to their factor, and factors to the values that they read', async () => {
    const { allImportedValues } = await service.graphql<{
      allImportedValues: {
        edges: { node: { factor: { formula: string; importedValues: { name: string }[] } } }[];
      };
    }>('{ allImportedValues { edges { node { factor { formula importedValues { name } } } } } }');
    expect(allImportedValues.edges.map(({ node }) => node.factor)).toEqual([
      { formula: 'imported_vol', importedValues: [{ name: 'vol' }] },
    ]);
  });

  it('correlate by one with the formula that they came from', async () => {
    const query = `correlation?formula=${encodeURIComponent(KNOWN)}&exact=true`;
    const { members } = await service.rest<LibraryCorrelationModel>('GET', path(query));
    expect(members[0]!.formula).toBe('imported_vol');
    expect(members[0]!.correlation).toBeCloseTo(1, 12);
  });

  it('are part of the composite', async () => {
    const { members } = await service.rest<CompositeModel>('POST', path('composite'), {});
    expect(members.map(({ formula }) => formula)).toEqual(['imported_vol', OTHER]);
    expect(members[0]!.own[0]).not.toBeNull();
  });

  it('are kept away from by a run', async () => {
    const body = {
      datasetId: market.datasetId,
      experiment: smallExperiment(market.days),
      unlike: { libraryId: library.id, mode: 'FORBID', limit: 0.6 },
      warmStart: { formulas: [KNOWN] },
      seed: 'unlike',
      start: true,
    };
    const { id } = await service.rest<RunModel>('POST', '/v1/runs', body);
    await until(async () => {
      const now = await service.rest<RunModel>('GET', `/v1/runs/${id}`);
      if (now.state === 'FAILED') throw new Error(now.reason ?? 'failed');
      return now.state === 'COMPLETED' && now;
    });
    const lives = await withAdmin(database.url, async (client) => {
      const { rows } = await client.query<{ formula: string; alike: number | null; fitness: number | null }>(
        `SELECT f.formula, (i.judgement ->> 'knownCorrelation')::float8 AS alike, i.fitness
         FROM individuals i JOIN factors f ON f.id = i.factor_id WHERE i.run_id = $1`,
        [id],
      );
      return rows;
    });
    expect(lives.filter(({ alike }) => alike !== null).length).toBeGreaterThan(5);
    const same = lives.find(({ formula }) => formula === KNOWN)!;
    expect(same.alike).toBeCloseTo(1, 1);
    expect(same.fitness).toBeNull();
  }, 60_000);

  it('that do not reach the days of a run are refused when it is created', async () => {
    await importFrom(market, 'short', KNOWN, [0, 60]);
    const run = service.rest('POST', '/v1/runs', {
      datasetId: market.datasetId,
      experiment: smallExperiment(market.days),
      unlike: { formulas: ['imported_short'] },
    });
    await expect(run).rejects.toThrow('VALUES_BEHIND');
  });
});

describe('a member whose values come after the market', () => {
  const care = () => service.app.get(LibraryCare).round();
  const signals = () => service.rest<LibrarySignalsModel>('GET', path('signals'));
  /** How many members had signals on the new days, each time that somebody was told. */
  const told = () =>
    withAdmin(database.url, async (client) => {
      const { rows } = await client.query<{ members: number }>(
        `SELECT (detail ->> 'members')::int AS members FROM events
         WHERE subject_id = $1 AND kind = 'SIGNALS_READY' AND detail ->> 'datasetId' = $2 ORDER BY id`,
        [library.id, later.datasetId],
      );
      return rows.map(({ members }) => members);
    });
  let later: SmallMarket;

  it('has no signal until then, and has not faded', async () => {
    later = await storeSmallMarket(database.url, service.dataFolder, {
      days: 200,
      seriesId: market.seriesId,
    });
    await care();
    const { members, days } = await signals();
    expect(days.at(-1)).toBe(later.days.at(-1));
    expect(members.map(({ formula }) => formula)).toEqual([OTHER]);
    const health = await service.rest<MemberHealthModel[]>('GET', path('health'));
    const behind = health.find(
      ({ formula, datasetId }) => formula === 'imported_vol' && datasetId === later.datasetId,
    )!;
    expect(behind).toMatchObject({ ic: null, days: 0, faded: false });
    expect(await care()).toBe(0);
  });

  it('has one as soon as they are there, and whoever waits for signals is told again', async () => {
    expect(await told()).toEqual([1]);
    await importFrom(later, 'vol', KNOWN, [160, 199]);
    await care();
    const { members } = await signals();
    expect(members.map(({ formula }) => formula).sort()).toEqual(['imported_vol', OTHER].sort());
    expect(await told()).toEqual([1, 2]);
    const health = await service.rest<MemberHealthModel[]>('GET', path('health'));
    expect(health.find(({ formula }) => formula === 'imported_vol')!.days).toBeGreaterThan(30);
    expect(await care()).toBe(0);
  });
});

describe('deletion', () => {
  const remove = (name: string) =>
    service.app.inject({ method: 'DELETE', url: `/v1/imported-values/${name}` });

  it('is refused while a member reads the values', async () => {
    const answer = await remove('vol');
    expect(answer.statusCode).toBe(409);
    expect(answer.json().detail).toContain('library mixed');
  });

  it('and admission at the same time leave no member without its values', async () => {
    for (const name of ['race_a', 'race_b']) {
      await importFrom(market, name, 'ts_mean(CLOSE,5)/CLOSE', [0, 159]);
      const [admitted, removed] = await Promise.all([
        admit(`imported_${name}`, true).then(
          () => true,
          () => false,
        ),
        new Promise((done) => setTimeout(done, 150)).then(() => remove(name)),
      ]);
      expect([admitted, removed.statusCode]).toEqual(admitted ? [true, 409] : [false, 200]);
    }
  }, 20_000);

  it('takes the values, and not the name', async () => {
    expect((await remove('short')).statusCode).toBe(200);
    expect((await remove('short')).statusCode).toBe(404);
    await expect(importFrom(market, 'short', KNOWN, [0, 60])).rejects.toThrow('CONFLICT');
    const evaluated = service.rest('POST', '/v1/factors/evaluate', {
      formula: 'imported_short',
      datasetId: market.datasetId,
    });
    await expect(evaluated).rejects.toThrow('FORMULA_UNKNOWN_NAME');
  });
});
