import { describe, expect, it } from 'vitest';
import {
  explainCron,
  nextFirings,
  parseCronPlan,
  slotsBetween,
} from '../../../../src/features/schedules/cron.ts';

const plan = (expression: string, zone: string) => {
  const parsed = parseCronPlan(expression, zone);
  if (!parsed.ok) throw parsed.error;
  return parsed.value;
};

const refusal = (expression: string, zone: string) => {
  const parsed = parseCronPlan(expression, zone);
  if (parsed.ok) throw new Error(`"${expression}" in ${zone} should have been refused`);
  return parsed.error;
};

describe('parseCronPlan', () => {
  it('refuses Asia/Beijing and says which zone is meant', () => {
    const error = refusal('0 18 * * *', 'Asia/Beijing');
    expect(error.code).toBe('SCHEDULE_INVALID');
    expect(error.details.remedy).toBe('use Asia/Shanghai');
  });

  it.each(['Nowhere/City', '', '+08:00', 'constructor', 'toString'])('refuses the zone "%s"', (zone) => {
    expect(refusal('0 18 * * *', zone).details.where).toBe('timeZone');
  });

  it.each(['* * * *', '0 * * * * *', '', '61 * * * *', '0 24 * * *', '0 0 30 2 *', 'a b c d e', '@daily'])(
    'refuses "%s"',
    (expression) => {
      expect(refusal(expression, 'UTC').details.where).toBe('cron');
    },
  );

  it('takes any spacing', () => {
    expect(plan('  30  18 * * 1-5 ', 'Asia/Shanghai').expression).toBe('30 18 * * 1-5');
  });
});

describe('explainCron', () => {
  it('says the expression in English and in Chinese, with the zone', () => {
    const words = explainCron(plan('30 18 * * 1-5', 'Asia/Shanghai'));
    expect(words.en).toBe('At 18:30, Monday through Friday (Asia/Shanghai)');
    expect(words.zh).toContain('18:30');
    expect(words.zh).toContain('星期一');
  });
});

describe('firing times', () => {
  it('fires at the local hour, whatever the offset of the day', () => {
    const times = nextFirings(plan('0 9 * * *', 'America/New_York'), new Date('2026-03-06T15:00:00Z'), 3);
    expect(times.map((time) => time.toISOString())).toEqual([
      '2026-03-07T14:00:00.000Z',
      '2026-03-08T13:00:00.000Z',
      '2026-03-09T13:00:00.000Z',
    ]);
  });

  it.each([
    ['30 2 * * *', 'America/New_York', '2026-03-01T00:00:00Z'],
    ['30 1 * * *', 'America/New_York', '2026-10-25T00:00:00Z'],
    ['45 1 * * *', 'Australia/Lord_Howe', '2026-03-29T00:00:00Z'],
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-09-27T00:00:00Z'],
  ])('fires once a day through a change of the clocks: %s in %s', (expression, zone, from) => {
    const start = new Date(from);
    const end = new Date(start.getTime() + 14 * 86_400_000);
    expect(slotsBetween(plan(expression, zone), start, end, 1000)).toHaveLength(14);
  });

  it('excludes the start, includes the end, and keeps the latest when there are too many', () => {
    const minutely = plan('* * * * *', 'UTC');
    const start = new Date('2026-01-01T00:00:00Z');
    const end = new Date('2026-01-01T01:00:00Z');
    const all = slotsBetween(minutely, start, end, 100);
    expect(all).toHaveLength(60);
    expect(all[0]?.toISOString()).toBe('2026-01-01T00:01:00.000Z');
    expect(all.at(-1)).toEqual(end);
    expect(slotsBetween(minutely, start, end, 5).map((slot) => slot.getUTCMinutes())).toEqual([
      56, 57, 58, 59, 0,
    ]);
  });
});
