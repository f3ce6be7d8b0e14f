import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberRecord } from '../../../src/features/libraries/libraries.store.ts';
import type { RunModel } from '../../../src/features/runs/run.models.ts';
import type { ScheduleModel } from '../../../src/features/schedules/schedule.models.ts';
import {
  ADMISSION_CLAIM_MS,
  ScheduleAdmissions,
} from '../../../src/features/schedules/schedule-admissions.service.ts';
import type { SlotRecord } from '../../../src/features/schedules/schedule-slots.store.ts';
import {
  type Candidate,
  SlotAdmissionsStore,
} from '../../../src/features/schedules/slot-admissions.store.ts';
import { SlotCandidates } from '../../../src/features/schedules/slot-candidates.service.ts';
import { Database } from '../../../src/platform/database/database.ts';
import type { Page } from '../../../src/platform/paging/page.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';

const database = testDatabase();
const service = featureService(database, 'all');
let market: SmallMarket;
let sql: Database;

beforeAll(async () => {
  sql = new Database({ databaseUrl: database.url, maximumConnections: 4, onIdleError: () => undefined });
  market = await storeSmallMarket(database.url, service.dataFolder);
});
afterAll(() => sql.close());

const library = async (name: string, rules: object): Promise<string> => {
  const period = { from: market.days[0], to: market.days[119] };
  const measurement = { datasetId: market.datasetId, period, definition: { minimumStocks: 10 } };
  const made = await service.rest<{ id: string }>('POST', '/v1/libraries', { name, measurement, ...rules });
  return made.id;
};
const schedule = (name: string, admission: object | null, more: object = {}): Promise<ScheduleModel> => {
  const { periods, ...experiment } = smallExperiment(market.days);
  return service.rest('POST', '/v1/schedules', {
    name,
    cron: '30 18 * * 1-5',
    seriesId: market.seriesId,
    experiment,
    periods,
    seedPolicy: 'FIXED',
    seed: 'nightly',
    admission,
    ...more,
  });
};
const slotsOf = async ({ id }: ScheduleModel): Promise<readonly SlotRecord[]> =>
  (await service.rest<{ items: SlotRecord[] }>('GET', `/v1/schedules/${id}/history`)).items;
let looks = 0;
/** Looks whenever a worker would, without waiting for its clock. */
const admitted = (of: ScheduleModel): Promise<SlotRecord> =>
  until(async () => {
    await service.app.get(ScheduleAdmissions).tick(new Date(Date.now() + 6_000 * ++looks));
    const [slot] = await slotsOf(of);
    return slot?.admission !== 'WAITING' && (slot ?? null);
  }, 60_000);
const candidatesOf = (of: ScheduleModel, slot: SlotRecord): Promise<Candidate[]> =>
  service.rest('GET', `/v1/schedules/${of.id}/history/${slot.slotAt}/candidates`);

describe('mine, gate, admit', () => {
  it('puts the best distinct factors of a run forward, and keeps every decision', async () => {
    const libraryId = await library('nightly finds', { minimumIc: 0.01, maximumCorrelation: 0.5 });
    const nightly = await schedule('finds', {
      libraryId,
      candidates: 6,
      metric: 'RANK_IC',
      maximumCorrelation: 0.95,
      maximumAdmissions: 2,
    });
    await service.rest('POST', `/v1/schedules/${nightly.id}/trigger`);
    const slot = await admitted(nightly);
    expect(slot).toMatchObject({ state: 'FIRED', manual: true, admission: 'DONE' });
    const decided = await candidatesOf(nightly, slot);
    expect(decided.length).toBeGreaterThan(2);
    expect(decided.map(({ position }) => position)).toEqual(decided.map((_, at) => at));
    expect(decided.every(({ verdict }) => verdict !== null)).toBe(true);
    const values = decided.map(({ value }) => value ?? 0);
    expect(values).toEqual([...values].sort((a, b) => b - a));

    const { items: present } = await service.rest<Page<MemberRecord>>(
      'GET',
      `/v1/libraries/${libraryId}/members`,
    );
    const joined = decided.filter(({ verdict }) => verdict === 'ADMITTED');
    expect(joined.length).toBeGreaterThan(0);
    expect(joined.length).toBeLessThanOrEqual(2);
    expect(new Set(present.map(({ factorId }) => factorId))).toEqual(
      new Set(joined.map(({ factorId }) => factorId)),
    );
    expect(joined.every(({ checks }) => Array.isArray(checks) && checks.length > 0)).toBe(true);
    const { items: told } = await service.rest<{ items: { detail: object }[] }>(
      'GET',
      `/v1/events?kind=ADMISSION_DECIDED&subjectId=${nightly.id}`,
    );
    expect(told).toMatchObject([
      { detail: { state: 'DONE', libraryId, admitted: joined.map(({ factorId }) => factorId) } },
    ]);
    const stopped = decided.filter(({ verdict }) => verdict === 'NOT_TRIED' || verdict === 'REJECTED');
    expect(stopped.every(({ reason }) => (reason ?? '').length > 10)).toBe(true);

    await service.rest('POST', `/v1/schedules/${nightly.id}/trigger`);
    const again = await admitted(nightly);
    expect(again.slotAt).not.toBe(slot.slotAt);
    const verdicts = (await candidatesOf(nightly, again)).map(({ verdict }) => verdict);
    expect(verdicts.filter((verdict) => verdict === 'MEMBER').length).toBe(joined.length);
  }, 90_000);

  it('keeps each night away from what the library has learnt until then', async () => {
    const libraryId = await library('unlike each other', { minimumIc: 0.01, maximumCorrelation: 0.9 });
    const unlike = { libraryId, mode: 'FORBID', limit: 0.3 };
    const nightly = await schedule('new every night', { libraryId, candidates: 4 }, { unlike });
    await service.rest('POST', `/v1/schedules/${nightly.id}/trigger`);
    const first = await admitted(nightly);
    const runOf = (slot: SlotRecord) => service.rest<RunModel>('GET', `/v1/runs/${slot.runId}`);
    expect((await runOf(first)).unlike).toBeNull();
    const joined = (await candidatesOf(nightly, first)).filter(({ verdict }) => verdict === 'ADMITTED');
    expect(joined.length).toBeGreaterThan(0);

    await service.rest('POST', `/v1/schedules/${nightly.id}/trigger`);
    const second = await admitted(nightly);
    const run = await runOf(second);
    expect(run.unlike).toEqual({
      mode: 'FORBID',
      limit: 0.3,
      source: `library:${libraryId}`,
      known: joined.length,
    });
    // The same seed: without the library the search would end where it ended before.
    expect(run.seed).toBe((await runOf(first)).seed);
    expect(run.populationHash).not.toBe((await runOf(first)).populationHash);
    expect(run.bestEverFormula).not.toBe((await runOf(first)).bestEverFormula);
  }, 90_000);

  it('refuses at once to keep away from nothing, or from a library that is not there', async () => {
    const libraryId = '01900000-0000-7000-8000-000000000000';
    await expect(schedule('from nobody', null, { unlike: { libraryId } })).rejects.toThrow('no library');
    await expect(schedule('from nothing', null, { unlike: {} })).rejects.toThrow('unlike');
  });

  it('rejects by the limits of the schedule itself, and shows it by GraphQL with the factors', async () => {
    const libraryId = await library('never', { minimumIc: 0.01 });
    const strict = await schedule('strict', { libraryId, candidates: 3, minimumValue: 0.9 });
    await service.rest('POST', `/v1/schedules/${strict.id}/trigger`);
    await admitted(strict);
    const { schedule: shown } = await service.graphql<{
      schedule: { history: { edges: { node: { admissionDetail: string; candidates: object[] } }[] } };
    }>(
      `query ($id: ID!) { schedule(id: $id) { admission { libraryId candidates minimumValue }
         history(first: 1) { edges { node { admission admissionDetail
           candidates { verdict reason value factor { formula } } } } } } }`,
      { id: strict.id },
    );
    const node = shown.history.edges[0]!.node;
    expect(node.admissionDetail).toMatch(/^0 admitted, \d+ rejected/);
    expect(node.candidates.length).toBeGreaterThan(0);
    for (const candidate of node.candidates) {
      expect(candidate).toMatchObject({
        verdict: 'REJECTED',
        reason: expect.stringContaining('at least 0.9'),
        factor: { formula: expect.any(String) },
      });
    }
  }, 60_000);

  it('goes on where a killed process left it, with the same candidates', async () => {
    const libraryId = await library('kept', { minimumIc: 0, maximumCorrelation: 1 });
    const nightly = await schedule('killed', { libraryId, candidates: 4, maximumCorrelation: 0.99 });
    await service.rest('POST', `/v1/schedules/${nightly.id}/trigger`);
    await until(async () => {
      const [slot] = await slotsOf(nightly);
      const run = await service.rest<{ state: string }>('GET', `/v1/runs/${slot?.runId}`);
      return run.state === 'COMPLETED';
    }, 30_000);
    // What a process had done when it was killed: it had claimed, proposed, and decided on one.
    const store = new SlotAdmissionsStore(sql);
    const base = Date.now() + 6_000 * (looks + 2);
    const claimed = await until(async () => {
      const one = await store.claim(new Date(base), new Date(base + ADMISSION_CLAIM_MS));
      return one?.scheduleId === nightly.id && one;
    });
    const chosen = await service.app.get(SlotCandidates).choose(claimed.runId!, claimed.step!);
    await store.propose(claimed, chosen);
    const [[first]] = (await store.candidatesOf([claimed])) as [[Candidate]];
    await store.decide(first, { verdict: 'REJECTED', reason: 'decided before the kill', checks: null });

    const admissions = service.app.get(ScheduleAdmissions);
    await admissions.tick(new Date(base + 1_000));
    expect((await slotsOf(nightly))[0]?.admission).toBe('WAITING');
    await admissions.tick(new Date(base + ADMISSION_CLAIM_MS + 1));
    const [slot] = (await slotsOf(nightly)) as [SlotRecord];
    expect(slot.admission).toBe('DONE');
    const decided = await candidatesOf(nightly, slot);
    expect(decided.map(({ factorId }) => factorId)).toEqual(chosen.map(({ factorId }) => factorId));
    expect(decided[0]).toMatchObject({ verdict: 'REJECTED', reason: 'decided before the kill' });
    expect(await store.renew(claimed, new Date())).toBe(false);
  }, 60_000);

  it('is skipped with its run, and fails for good when the library is gone', async () => {
    const libraryId = await library('gone', {});
    const nightly = await schedule('skipped', { libraryId });
    const place = (slotAt: string, runId: string | null) =>
      sql.pool.query(
        `INSERT INTO schedule_slots (schedule_id, slot_at, state, run_id, admission, admission_due_at)
         VALUES ($1, $2, 'FIRED', $3, 'WAITING', $2)`,
        [nightly.id, slotAt, runId],
      );
    const { rows } = await sql.pool.query<{ id: string }>(
      `SELECT id FROM runs WHERE state = 'COMPLETED' LIMIT 1`,
    );
    await place('2026-01-01T00:00:00Z', null);
    await service.app.get(ScheduleAdmissions).tick(new Date());
    await sql.pool.query('DELETE FROM libraries WHERE id = $1', [libraryId]);
    await place('2026-01-02T00:00:00Z', rows[0]!.id);
    const slot = await admitted(nightly);
    expect(slot).toMatchObject({
      admission: 'FAILED',
      admissionDetail: expect.stringContaining('NOT_FOUND'),
    });
    expect((await slotsOf(nightly))[1]).toMatchObject({ admission: 'SKIPPED' });
  }, 30_000);
});
