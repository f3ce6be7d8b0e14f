import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RunLook } from '../../../src/features/runs/run-look.service.ts';
import { RunRecordsStore } from '../../../src/features/runs/run-records.store.ts';
import { slotsBetween } from '../../../src/features/schedules/cron.ts';
import type { ScheduleModel } from '../../../src/features/schedules/schedule.models.ts';
import { ScheduleFiring } from '../../../src/features/schedules/schedule-firing.service.ts';
import { SchedulesService } from '../../../src/features/schedules/schedules.service.ts';
import { SchedulesStore, type SlotRecord } from '../../../src/features/schedules/schedules.store.ts';
import { SlotResolver } from '../../../src/features/schedules/slot-resolver.ts';
import { Database } from '../../../src/platform/database/database.ts';
import { featureService } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';

const database = testDatabase();
// Answers only: nobody mines or ticks behind the tests' back.
const service = featureService(database, 'api');
let market: SmallMarket;
let sql: Database;

beforeAll(async () => {
  sql = new Database({ databaseUrl: database.url, maximumConnections: 6, onIdleError: () => undefined });
  market = await storeSmallMarket(database.url, service.dataFolder);
});
afterAll(() => sql.close());
// A test's ticks are for its own schedules.
afterEach(() => sql.pool.query('UPDATE schedules SET paused = true'));

let count = 0;

const input = (changes: object = {}) => {
  const { periods: _periods, ...experiment } = smallExperiment(market.days);
  count += 1;
  return {
    name: `nightly ${count}`,
    cron: '30 18 * * 1-5',
    timeZone: 'Asia/Shanghai',
    seriesId: market.seriesId,
    experiment,
    rollingPeriods: { validationDays: 10, testDays: 20 },
    fireWithoutNewDay: true,
    overlap: 'QUEUE',
    ...changes,
  };
};
const make = (changes: object = {}, at = new Date('2026-03-02T00:00:00Z')): Promise<ScheduleModel> =>
  service.app.get(SchedulesService).create(input(changes) as never, at);
const history = async (id: string): Promise<SlotRecord[]> => {
  const page = await service.app.get(SchedulesService).history(id, { pageSize: 400, pageToken: null });
  return [...page.items].reverse();
};
/** A ticker's eyes of its own, as another process has them. */
const otherProcess = (): ScheduleFiring =>
  new ScheduleFiring(new SchedulesStore(sql), service.app.get(SlotResolver), service.app.get(RunLook));
const tick = (now: string) => service.app.get(ScheduleFiring).tick(new Date(now));
const finishRuns = () => sql.pool.query(`UPDATE runs SET state = 'COMPLETED' WHERE schedule_id IS NOT NULL`);

describe('a schedule', () => {
  it('explains itself and names its next five firing times', async () => {
    const made = await service.rest<ScheduleModel>('POST', '/v1/schedules', input());
    expect(made.words.en).toContain('At 18:30, Monday through Friday');
    expect(made.nextFirings).toHaveLength(5);
    await expect(service.rest('POST', '/v1/schedules', { ...input(), name: made.name })).rejects.toThrow(
      'ALREADY_EXISTS',
    );
  });

  it.each([
    [{ timeZone: 'Asia/Beijing' }, 'Asia/Shanghai'],
    [{ cron: '* * * *' }, 'SCHEDULE_INVALID'],
    [{ periods: { train: { from: '2020-01-01', to: '2020-12-31' } } }, 'SCHEDULE_INVALID'],
    [{ rollingPeriods: { trainDays: 1000 } }, 'PERIOD_INVALID'],
    [{ seedPolicy: 'FIXED' }, 'SCHEDULE_INVALID'],
    [{ experiment: { evolution: { populationSize: 0 } } }, 'EXPERIMENT_INVALID'],
    [{ seriesId: '00000000-0000-7000-8000-000000000000' }, 'NOT_FOUND'],
  ])('refuses %o', async (changes, says) => {
    await expect(service.rest('POST', '/v1/schedules', input(changes))).rejects.toThrow(says);
  });
});

describe('firing', () => {
  it.each([
    ['Asia/Shanghai', '30 18 * * 1-5'],
    ['America/New_York', '30 1,2 * * *'],
    ['Australia/Lord_Howe', '45 1 * * *'],
  ])(
    'two tickers racing over the slots of %s fire each once',
    async (timeZone, cron) => {
      const start = new Date('2026-02-20T00:00:00Z');
      const schedule = await make({ timeZone, cron }, start);
      const expected = slotsBetween(
        { expression: cron, timeZone },
        start,
        new Date('2026-04-20T00:00:00Z'),
        500,
      );
      expect(expected.length).toBeGreaterThan(40);
      const tickers = [service.app.get(ScheduleFiring), otherProcess()];
      for (const slot of expected) {
        const late = new Date(slot.getTime() + 5_000);
        await Promise.all(tickers.map((ticker) => ticker.tick(late)));
      }
      const fired = await history(schedule.id);
      expect(fired.map(({ slotAt }) => slotAt)).toEqual(expected);
      expect(new Set(fired.map(({ state }) => state))).toEqual(new Set(['FIRED']));
      expect(new Set(fired.map(({ runId }) => runId)).size).toBe(expected.length);
      const runs = await sql.pool.query('SELECT count(*)::int AS n FROM runs WHERE schedule_id = $1', [
        schedule.id,
      ]);
      expect(runs.rows[0].n).toBe(expected.length);
      await service.app.get(SchedulesService).pause(schedule.id);
    },
    60_000,
  );

  it('stores dataset, periods, seed and warm start with the run', async () => {
    const schedule = await make({ warmStart: { formulas: ['LOW / HIGH'] } });
    await tick('2026-03-02T10:30:02Z');
    const [slot] = await history(schedule.id);
    const found = await sql.pool.query(
      `SELECT r.*, e.configuration FROM runs r JOIN experiments e ON e.id = r.experiment_id WHERE r.id = $1`,
      [slot?.runId],
    );
    const run = found.rows[0];
    expect(run).toMatchObject({ state: 'QUEUED', dataset_id: market.datasetId, schedule_id: schedule.id });
    expect(run.seed).toMatch(/^[0-9a-f]{32}$/);
    expect(run.warm_start).toEqual([{ formula: expect.any(String), source: 'formula' }]);
    expect(run.configuration.periods).toEqual({
      train: { from: market.days[0], to: market.days.at(-31) },
      validation: { from: market.days.at(-30), to: market.days.at(-21) },
      test: { from: market.days.at(-20), to: market.days.at(-1) },
    });
  });

  it('skips a slot with its reason until a new trading day arrives', async () => {
    const growing = await storeSmallMarket(database.url, service.dataFolder, { seed: 'growing' });
    const schedule = await make({ fireWithoutNewDay: false, seriesId: growing.seriesId });
    await tick('2026-03-02T10:30:02Z');
    await finishRuns();
    await tick('2026-03-03T10:30:02Z');
    const longer = await storeSmallMarket(database.url, service.dataFolder, {
      days: 161,
      seed: 'growing',
      seriesId: growing.seriesId,
    });
    await tick('2026-03-04T10:30:02Z');
    const slots = await history(schedule.id);
    expect(slots.map(({ state, reason }) => reason ?? state)).toEqual([
      'FIRED',
      'NO_NEW_TRADING_DAY',
      'FIRED',
    ]);
    expect(slots[1]?.detail).toContain(growing.days.at(-1));
    expect(slots[2]?.lastDay).toBe(longer.days.at(-1));
  });

  it('skips while the run of an earlier slot is not over, or queues behind it', async () => {
    const skipping = await make({ overlap: 'SKIP' });
    const queueing = await make({ overlap: 'QUEUE' });
    await tick('2026-03-02T10:30:02Z');
    await tick('2026-03-03T10:30:02Z');
    expect((await history(skipping.id)).map(({ state, reason }) => reason ?? state)).toEqual([
      'FIRED',
      'OVERLAP',
    ]);
    const queued = await history(queueing.id);
    expect(queued.map(({ state }) => state)).toEqual(['FIRED', 'FIRED']);
    const [first, second] = queued.map(({ runId }) => runId as string) as [string, string];
    const records = service.app.get(RunRecordsStore);
    expect(await records.waitsForEarlier(first)).toBe(false);
    expect(await records.waitsForEarlier(second)).toBe(true);
    await finishRuns();
    expect(await records.waitsForEarlier(second)).toBe(false);
  });

  it('catches up with the latest missed slot, or with none, as the schedule says', async () => {
    const latest = await make({ catchUp: 'LATEST' });
    const none = await make({ catchUp: 'NONE' });
    await tick('2026-03-05T00:00:00Z');
    expect((await history(latest.id)).map(({ state, reason }) => reason ?? state)).toEqual([
      'SUPERSEDED',
      'SUPERSEDED',
      'FIRED',
    ]);
    expect((await history(none.id)).map(({ reason }) => reason)).toEqual(['MISSED', 'MISSED', 'MISSED']);
  });

  it('lets slots pass while paused, and looks forward when resumed', async () => {
    const schedule = await make();
    const schedules = service.app.get(SchedulesService);
    await schedules.pause(schedule.id);
    await tick('2026-03-02T10:30:02Z');
    expect((await schedules.get(schedule.id)).nextFirings).toEqual([]);
    await schedules.resume(schedule.id, new Date('2026-03-03T00:00:00Z'));
    await tick('2026-03-03T10:30:02Z');
    expect((await history(schedule.id)).map(({ slotAt }) => slotAt.toISOString())).toEqual([
      '2026-03-03T10:30:00.000Z',
    ]);
  });

  it('fires by hand, new trading day or not, and shows it in the history', async () => {
    const schedule = await make({ fireWithoutNewDay: false, overlap: 'SKIP' });
    await tick('2026-03-02T10:30:02Z');
    const { triggerSchedule } = await service.graphql<{
      triggerSchedule: { state: string; manual: boolean };
    }>(`mutation ($id: ID!) { triggerSchedule(id: $id) { state manual runId } }`, { id: schedule.id });
    expect(triggerSchedule).toMatchObject({ state: 'FIRED', manual: true });
    expect(await history(schedule.id)).toHaveLength(2);
  });

  it('records a template that no longer fits, with the reason', async () => {
    const schedule = await make({ warmStart: { formulas: ['NO_SUCH_FIELD'] } });
    await tick('2026-03-02T10:30:02Z');
    const [slot] = await history(schedule.id);
    expect(slot).toMatchObject({ state: 'SKIPPED', reason: 'UNRESOLVABLE', runId: null });
    expect(slot?.detail).toContain('FORMULA_UNKNOWN_NAME');
  });
});
