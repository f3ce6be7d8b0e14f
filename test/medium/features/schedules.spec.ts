import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RunLook } from '../../../src/features/runs/run-look.service.ts';
import { RunRecordsStore } from '../../../src/features/runs/run-records.store.ts';
import { slotsBetween } from '../../../src/features/schedules/cron.ts';
import type { ScheduleModel } from '../../../src/features/schedules/schedule.models.ts';
import { ScheduleFiring } from '../../../src/features/schedules/schedule-firing.service.ts';
import { ScheduleSlotsStore, type SlotRecord } from '../../../src/features/schedules/schedule-slots.store.ts';
import { ScheduleWatch } from '../../../src/features/schedules/schedule-watch.service.ts';
import { SchedulesService } from '../../../src/features/schedules/schedules.service.ts';
import { SchedulesStore } from '../../../src/features/schedules/schedules.store.ts';
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
  new ScheduleFiring(
    new SchedulesStore(sql),
    new ScheduleSlotsStore(sql),
    service.app.get(SlotResolver),
    service.app.get(ScheduleWatch),
    service.app.get(RunLook),
  );
const tick = (now: string) => service.app.get(ScheduleFiring).tick(new Date(now));
const events = async (subjectId: string) =>
  (await sql.pool.query('SELECT kind, detail FROM events WHERE subject_id = $1 ORDER BY id', [subjectId]))
    .rows;
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
    [{ pauseAfterFailures: 0 }, 'INVALID_INPUT'],
    [{ admission: { libraryId: '00000000-0000-7000-8000-000000000000' } }, 'NOT_FOUND'],
    [{ admission: { libraryId: '00000000-0000-7000-8000-000000000000', role: 'test' } }, 'uses it up'],
    [{ admission: { libraryId: 'x', candidates: 0 } }, 'INVALID_INPUT'],
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

describe('a schedule that is changed', () => {
  it('keeps what is left out, and looks forward from now when its times are others', async () => {
    const schedule = await make({ pauseAfterFailures: 3, warmStart: { formulas: ['LOW / HIGH'] } });
    const renamed = await service.rest<ScheduleModel>('PATCH', `/v1/schedules/${schedule.id}`, {
      name: `${schedule.name}, later`,
      overlap: 'SKIP',
    });
    expect(renamed).toMatchObject({ cron: schedule.cron, overlap: 'SKIP', pauseAfterFailures: 3 });
    expect(JSON.parse(renamed.template)).toEqual(JSON.parse(schedule.template));
    const { updateSchedule } = await service.graphql<{ updateSchedule: ScheduleModel }>(
      `mutation ($id: ID!, $input: UpdateScheduleInput!) { updateSchedule(id: $id, input: $input) {
         words { zh } pauseAfterFailures template nextFirings } }`,
      { id: schedule.id, input: { cron: '0 20 * * *', pauseAfterFailures: null, warmStart: null } },
    );
    expect(updateSchedule).toMatchObject({
      pauseAfterFailures: null,
      words: { zh: expect.stringContaining('20:00') },
    });
    expect(JSON.parse(updateSchedule.template)).toMatchObject({ warmStart: null });
    const stored = await new SchedulesStore(sql).get(schedule.id);
    expect(Date.now() - stored.watermark.getTime()).toBeLessThan(60_000);
  });

  it('is refused what it would be refused when it is made', async () => {
    const schedule = await make();
    const change = (changes: object) => service.rest('PATCH', `/v1/schedules/${schedule.id}`, changes);
    await expect(change({ cron: 'every night' })).rejects.toThrow('SCHEDULE_INVALID');
    await expect(change({ rollingPeriods: { trainDays: 1000 } })).rejects.toThrow('PERIOD_INVALID');
    const other = await make();
    await expect(change({ name: other.name })).rejects.toThrow('ALREADY_EXISTS');
    expect(await service.rest('GET', `/v1/schedules/${schedule.id}`)).toMatchObject({ name: schedule.name });
  });

  it('takes its history with it when it is deleted, and leaves its runs', async () => {
    const schedule = await make();
    await tick('2026-03-02T10:30:02Z');
    const [slot] = await history(schedule.id);
    await service.graphql(`mutation ($id: ID!) { deleteSchedule(id: $id) { id } }`, { id: schedule.id });
    await expect(service.rest('GET', `/v1/schedules/${schedule.id}`)).rejects.toThrow('NOT_FOUND');
    const { rows } = await sql.pool.query('SELECT schedule_id FROM runs WHERE id = $1', [slot?.runId]);
    expect(rows).toEqual([{ schedule_id: null }]);
  });
});

describe('a schedule that nobody looks at', () => {
  it('tells once of slots that passed while no worker was up', async () => {
    const latest = await make({ catchUp: 'LATEST' });
    const none = await make({ catchUp: 'NONE' });
    await tick('2026-03-05T00:00:00Z');
    await tick('2026-03-05T10:30:02Z');
    expect(await events(latest.id)).toEqual([
      {
        kind: 'SCHEDULE_MISSED',
        detail: {
          schedule: latest.name,
          missed: 3,
          firstSlotAt: '2026-03-02T10:30:00.000Z',
          lastSlotAt: '2026-03-04T10:30:00.000Z',
          caughtUpWith: '2026-03-04T10:30:00.000Z',
        },
      },
    ]);
    expect(await events(none.id)).toMatchObject([{ detail: { missed: 3, caughtUpWith: null } }]);
  });

  it('tells once that its data stand still', async () => {
    const still = await storeSmallMarket(database.url, service.dataFolder, { seed: 'still' });
    const lastDay = new Date(`${still.days.at(-1)}T00:00:00Z`);
    const later = (days: number) => new Date(lastDay.getTime() + days * 86_400_000).toISOString();
    const watched = await make(
      { seriesId: still.seriesId, cron: '30 18 * * *', staleAfterWeekdays: 4 },
      lastDay,
    );
    await tick(later(1));
    expect(await events(still.seriesId)).toEqual([]);
    for (const days of [7, 8, 9]) await tick(later(days));
    expect(await events(still.seriesId)).toMatchObject([
      { kind: 'DATA_STALE', detail: { scheduleId: watched.id, lastDay: still.days.at(-1) } },
    ]);
  });

  it('pauses itself after failures in a row, says why, and starts counting anew when it is resumed', async () => {
    const schedule = await make({ pauseAfterFailures: 2 });
    const fail = (state: string, reason: string | null) =>
      sql.pool.query(`UPDATE runs SET state = $2, reason = $3 WHERE schedule_id = $1 AND state = 'QUEUED'`, [
        schedule.id,
        state,
        reason,
      ]);
    await tick('2026-03-02T10:30:02Z');
    await fail('FAILED', 'the market is gone');
    await tick('2026-03-03T10:30:02Z');
    await fail('COMPLETED', null);
    await tick('2026-03-04T10:30:02Z');
    await fail('FAILED', 'the market is gone');
    await tick('2026-03-05T10:30:02Z');
    await fail('CANCELLED', null);
    await tick('2026-03-06T10:30:02Z');
    await fail('FAILED', 'the market is gone again');
    await Promise.all([tick('2026-03-06T10:30:07Z'), otherProcess().tick(new Date('2026-03-06T10:30:07Z'))]);
    const paused = await service.rest<ScheduleModel>('GET', `/v1/schedules/${schedule.id}`);
    expect(paused).toMatchObject({
      paused: true,
      pauseReason: '2 failures in a row; the latest: the market is gone again',
    });
    expect(await events(schedule.id)).toMatchObject([{ kind: 'SCHEDULE_PAUSED', detail: { failures: 2 } }]);
    await service.app.get(SchedulesService).resume(schedule.id, new Date('2026-03-07T00:00:00Z'));
    await tick('2026-03-09T10:30:02Z');
    const resumed = await service.rest<ScheduleModel>('GET', `/v1/schedules/${schedule.id}`);
    expect(resumed).toMatchObject({ paused: false, pauseReason: null });
    expect(await history(schedule.id)).toHaveLength(6);
  });

  it('keeps no other waiting when it cannot be dealt with', async () => {
    const broken = await make();
    await sql.pool.query(`UPDATE schedules SET cron = 'no cron' WHERE id = $1`, [broken.id]);
    const sound = await make();
    await expect(tick('2026-03-02T10:30:02Z')).rejects.toThrow();
    expect(await history(sound.id)).toHaveLength(1);
    await sql.pool.query('DELETE FROM schedules WHERE id = $1', [broken.id]);
  });
});

describe('by GraphQL', () => {
  it('histories of many schedules are read page by page', async () => {
    const schedule = await make();
    for (const day of ['02', '03', '04']) await tick(`2026-03-${day}T10:30:02Z`);
    const page = async (after?: string) => {
      const { schedules } = await service.graphql<{
        schedules: {
          edges: { node: { history: { edges: { node: SlotRecord }[]; pageInfo: { endCursor: string } } } }[];
        };
      }>(
        `query ($after: String) { schedules(first: 5) { edges { node { id history(first: 2, after: $after) {
           edges { node { slotAt state lastDay admission candidates { verdict } } } pageInfo { endCursor } } } } } }`,
        { after },
      );
      return schedules.edges[0]!.node.history;
    };
    const first = await page();
    const second = await page(first.pageInfo.endCursor);
    expect([...first.edges, ...second.edges].map(({ node }) => String(node.slotAt).slice(8, 10))).toEqual([
      '04',
      '03',
      '02',
    ]);
    expect(schedule.id).toBeTruthy();
  });
});
