import { beforeAll, describe, expect, it } from 'vitest';
import { LibraryCare } from '../../../src/features/libraries/care/library-care.service.ts';
import type { LibraryMemberModel, LibraryModel } from '../../../src/features/libraries/library.models.ts';
import type {
  CompositeModel,
  LibraryChangeModel,
  LibraryDecisionModel,
  LibrarySignalsModel,
  MemberHealthModel,
} from '../../../src/features/libraries/library-process.models.ts';
import type { Page } from '../../../src/platform/paging/page.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const database = testDatabase();
const service = featureService(database);
let market: SmallMarket;
let library: LibraryModel;

const FORMULAS = ['CLOSE/ts_mean(CLOSE,5)', 'ts_std(CLOSE,10)/CLOSE', 'ts_corr(HIGH,VOLUME,20)'];
const path = (rest: string) => `/v1/libraries/${library.id}/${rest}`;
const get = <T>(rest: string) => service.rest<T>('GET', path(rest));
const post = <T>(rest: string, body: object) => service.rest<T>('POST', path(rest), body);
const admit = (formula: string, force = true) => post<LibraryMemberModel>('members', { formula, force });
const period = (from: number, to: number) => ({ from: market.days[from]!, to: market.days[to]! });

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
  library = await service.rest<LibraryModel>('POST', '/v1/libraries', {
    name: 'core',
    minimumIc: 0.001,
    maximumCorrelation: 0.95,
    maximumFactorTurnover: 2,
    measurement: { datasetId: market.datasetId, period: period(0, 119), definition: { minimumStocks: 10 } },
  });
});

describe('decisions and revisions', () => {
  it('keep who was let in and who was not, with every check', async () => {
    await admit(FORMULAS[0]!);
    await admit(FORMULAS[1]!);
    await service.rest('PATCH', path('rules'), { maximumPValue: 1e-12, minimumIc: 0.5 });
    await expect(admit(FORMULAS[2]!, false)).rejects.toThrow('SIGNIFICANCE');
    const { items } = await get<Page<LibraryDecisionModel>>('decisions');
    expect(items.map(({ formula, admitted }) => [formula, admitted])).toEqual([
      [FORMULAS[2], false],
      [FORMULAS[1], true],
      [FORMULAS[0], true],
    ]);
    const failed = items[0]!.checks.filter(({ passed }) => !passed).map(({ name }) => name);
    expect(failed).toEqual(['MINIMUM_IC', 'SIGNIFICANCE']);
    expect(items[0]!.checks.map(({ name }) => name)).toContain('MAXIMUM_TURNOVER');
    const refused = await get<Page<LibraryDecisionModel>>('decisions?admitted=false');
    expect(refused.items).toHaveLength(1);
    const { library: shown } = await service.graphql<{ library: { decisions: { edges: object[] } } }>(
      '{ library(id: "ID") { decisions(admitted: true, first: 5) { edges { node { formula factor { id } } } } } }'.replace(
        'ID',
        library.id,
      ),
    );
    expect(shown.decisions.edges).toHaveLength(2);
  });

  it('are by the rules of their moment: rules that change during a check have it done again', async () => {
    const strict = await service.rest<LibraryModel>('POST', '/v1/libraries', {
      name: 'strict',
      minimumIc: 0,
      measurement: { datasetId: market.datasetId, period: period(0, 119), definition: { minimumStocks: 10 } },
    });
    const at = `/v1/libraries/${strict.id}`;
    await withAdmin(database.url, async (holder) => {
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM libraries WHERE id = $1 FOR UPDATE', [strict.id]);
      const waiting = (count: number) =>
        until(async () => {
          const { rows } = await holder.query<{ waiting: number }>(
            `SELECT count(*)::int AS waiting FROM pg_stat_activity
             WHERE wait_event_type = 'Lock' AND datname = current_database()`,
          );
          return rows[0]!.waiting >= count;
        });
      const changed = service.rest('PATCH', `${at}/rules`, { minimumIc: 0.9 });
      await waiting(1);
      const asked = service.rest('POST', `${at}/members`, { formula: FORMULAS[0] });
      const refused = expect(asked).rejects.toThrow('MINIMUM_IC');
      await waiting(2);
      await holder.query('COMMIT');
      await changed;
      await refused;
    });
    const { items } = await service.rest<Page<LibraryDecisionModel>>('GET', `${at}/decisions`);
    expect(items.map(({ admitted }) => admitted)).toEqual([false]);
    expect(items[0]!.checks[0]).toMatchObject({ name: 'MINIMUM_IC', limit: 0.9, passed: false });
  });

  it('number every change, and members can be asked for as of each', async () => {
    const [first] = (await get<Page<LibraryMemberModel>>('members')).items;
    await post(`members/${first!.factorId}/retire`, { reason: 'tested' });
    await admit(FORMULAS[2]!);
    const changes = await get<LibraryChangeModel[]>('changes');
    expect(changes.map(({ revision, kind }) => [revision, kind])).toEqual([
      [5, 'ADMITTED'],
      [4, 'RETIRED'],
      [3, 'RULES'],
      [2, 'ADMITTED'],
      [1, 'ADMITTED'],
    ]);
    expect(changes[1]).toMatchObject({
      who: 'local',
      detail: { reason: 'tested' },
      factorId: first!.factorId,
    });
    const at = async (revision: number) =>
      (await get<LibraryMemberModel[]>(`revisions/${revision}/members`)).map(({ formula }) => formula);
    expect(await at(0)).toEqual([]);
    expect(await at(3)).toEqual([FORMULAS[0], FORMULAS[1]]);
    expect(await at(5)).toEqual([FORMULAS[1], FORMULAS[2]]);
    expect((await service.rest<LibraryModel>('GET', `/v1/libraries/${library.id}`)).revision).toBe(5);
  });

  it('take a rule back with null', async () => {
    const changed = await service.rest<LibraryModel>('PATCH', path('rules'), {
      maximumPValue: null,
      minimumIc: 0,
    });
    expect(changed.rules.maximumPValue ?? null).toBeNull();
    expect(changed.rules.minimumIc).toBe(0);
    await expect(service.rest('PATCH', path('rules'), { minimumIc: -1 })).rejects.toThrow('minimumIc');
    const lifted = service.rest('PATCH', path('rules'), { minimumIc: null });
    await expect(lifted).rejects.toThrow('every library has this rule');
  });
});

describe('new days', () => {
  const events = () =>
    withAdmin(database.url, async (client) => {
      const { rows } = await client.query<{ kind: string }>(
        `SELECT kind FROM events WHERE subject_id = $1 ORDER BY kind`,
        [library.id],
      );
      return rows.map(({ kind }) => kind);
    });

  it('have every member measured on the last of them, and give signals for the days without labels', async () => {
    await service.rest('PATCH', path('rules'), { fading: { windowDays: 40, minimumShare: 1 } });
    await storeSmallMarket(database.url, service.dataFolder, { days: 200, seriesId: market.seriesId });
    await service.app.get(LibraryCare).round();
    const signals = await until(async () => {
      const found = await get<LibrarySignalsModel>('signals');
      return found.days.length === 3 && found;
    });
    expect(signals.day).toBe(signals.days.at(-1));
    expect(signals.members.map(({ formula }) => formula).sort()).toEqual([FORMULAS[1], FORMULAS[2]].sort());
    const [member] = signals.members;
    expect(member!.values).toHaveLength(signals.symbols.length);
    expect(member!.values.filter((value) => value !== null).length).toBeGreaterThan(30);
    const health = await get<MemberHealthModel[]>('health');
    for (const one of health.filter(({ datasetId }) => datasetId === signals.datasetId)) {
      expect(one.days).toBeGreaterThan(30);
      expect(one.faded).toBe(one.share === null || one.share < 1);
    }
    const told = await events();
    expect(told).toContain('SIGNALS_READY');
    const faded = health.filter(({ faded: gone }) => gone).length;
    expect(told.filter((kind) => kind === 'MEMBER_FADED')).toHaveLength(faded);
  });

  it('are looked at once, whoever looks', async () => {
    const before = await events();
    const care = service.app.get(LibraryCare);
    expect(await care.round()).toBe(0);
    await Promise.all([care.round(), care.round()]);
    expect(await events()).toEqual(before);
  });

  it('give the very values that the factor has there', async () => {
    const signals = await get<LibrarySignalsModel>('signals');
    const row = signals.members.find(({ formula }) => formula === FORMULAS[1])!;
    const csv = await service.app.inject({ url: path(`signals.csv?day=${signals.day}`) });
    const [head, ...lines] = csv.body.trim().split('\n');
    expect(head).toContain(`"${FORMULAS[1]}"`);
    expect(lines).toHaveLength(signals.symbols.length);
    const exported = await service.app.inject({
      method: 'POST',
      url: '/v1/exports/values',
      payload: {
        datasetId: signals.datasetId,
        period: { from: signals.day, to: signals.day },
        definition: { minimumStocks: 10 },
        formulas: [FORMULAS[1]],
        format: 'csv',
      },
    });
    const values = new Map(
      exported.body
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','))
        .map(([, symbol, value]) => [symbol, Number(value)]),
    );
    expect(values.size).toBeGreaterThan(30);
    signals.symbols.forEach((symbol, at) => {
      expect(row.values[at] ?? undefined).toEqual(values.get(symbol));
    });
  });

  it('come at once for who joins later, and of him who left no more', async () => {
    const before = (await events()).filter((kind) => kind === 'SIGNALS_READY').length;
    await admit('ts_min(LOW,5)/OPEN');
    const [gone] = (await get<Page<LibraryMemberModel>>('members')).items;
    await post(`members/${gone!.factorId}/retire`, { reason: 'tested' });
    await service.app.get(LibraryCare).round();
    const { members } = await get<LibrarySignalsModel>('signals');
    expect(members.map(({ formula }) => formula).sort()).toEqual([
      'ts_corr(HIGH,VOLUME,20)',
      'ts_min(LOW,5)/OPEN',
    ]);
    const after = (await events()).filter((kind) => kind === 'SIGNALS_READY').length;
    expect(after).toBeGreaterThan(before);
  });

  it('of a member that can no longer be computed are left out, and keep nobody waiting', async () => {
    const other = await service.rest<LibraryModel>('POST', '/v1/libraries', {
      name: 'other',
      measurement: { datasetId: market.datasetId, period: period(0, 119), definition: { minimumStocks: 12 } },
    });
    const body = { formula: 'CLOSE/OPEN', force: true };
    const { factorId } = await service.rest<LibraryMemberModel>(
      'POST',
      `/v1/libraries/${other.id}/members`,
      body,
    );
    const broken = await admit('HIGH/LOW');
    await withAdmin(database.url, async (client) => {
      await client.query('UPDATE factors SET formula = $2 WHERE id = $1', [broken.factorId, 'GONE/LOW']);
      await service.app.get(LibraryCare).round();
      await client.query('UPDATE factors SET formula = $2 WHERE id = $1', [broken.factorId, 'HIGH/LOW']);
    });
    const { members } = await get<LibrarySignalsModel>('signals');
    expect(members).toHaveLength(2);
    const health = await get<MemberHealthModel[]>(`health?factorId=${broken.factorId}`);
    expect(health[0]).toMatchObject({ faded: true, ic: null });
    await post(`members/${broken.factorId}/retire`, { reason: 'its field is gone' });
    // By its own definition, whatever other libraries measured on the same days.
    const [own] = await service.rest<MemberHealthModel[]>('GET', `/v1/libraries/${other.id}/health`);
    const checks = (await service.rest<Page<LibraryMemberModel>>('GET', `/v1/libraries/${other.id}/members`))
      .items[0]!.checks;
    expect(own!.factorId).toBe(factorId);
    expect(Math.abs(own!.admissionIc!)).toBeCloseTo(checks[0]!.value!, 12);
  });

  it('of another time are refused', async () => {
    await expect(get('signals?day=2001-01-01')).rejects.toThrow('PERIOD_INVALID');
  });
});

describe('the composite', () => {
  it('is fitted on train, tried on the rest, and says what each member adds', async () => {
    const periods = { train: period(0, 99), validation: period(100, 129), test: period(130, 159) };
    const found = await post<CompositeModel>('composite', { periods });
    expect(found.periods.map(({ role }) => role)).toEqual(['train', 'validation', 'test']);
    expect(found.members).toHaveLength(2);
    expect(found.members.reduce((sum, { fittedWeight }) => sum + Math.abs(fittedWeight), 0)).toBeCloseTo(
      1,
      10,
    );
    found.periods.forEach(({ equal }, at) => {
      const [one, two] = found.members as [CompositeModel['members'][0], CompositeModel['members'][0]];
      // Without one of two, the other alone is left.
      expect(equal! - one.incremental[at]!).toBeCloseTo(two.own[at]!, 10);
      expect(equal! - two.incremental[at]!).toBeCloseTo(one.own[at]!, 10);
    });
    for (const { own } of found.members) expect(own[0]).toBeGreaterThanOrEqual(0);
  });

  it('of an empty library, or of a run and periods at once, is refused', async () => {
    const empty = await service.rest<LibraryModel>('POST', '/v1/libraries', {
      name: 'empty',
      measurement: { datasetId: market.datasetId, period: period(0, 119), definition: { minimumStocks: 10 } },
    });
    const asked = service.rest('POST', `/v1/libraries/${empty.id}/composite`, {});
    await expect(asked).rejects.toThrow('expected 1 to 100 members');
  });
});
