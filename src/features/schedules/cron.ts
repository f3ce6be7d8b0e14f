import { Cron } from 'croner';
import cronstrue from 'cronstrue/dist/cronstrue-i18n.js';
import { Refusal } from '../../core/outcome/refusal.ts';
import { failure, type Result, success } from '../../core/outcome/result.ts';

/** A five-field cron expression in an IANA time zone, known to be legal and to fire again one day. */
export interface CronPlan {
  readonly expression: string;
  readonly timeZone: string;
}

/** Zones that people ask for and that the IANA data base does not have. */
const ZONE_HINTS: Readonly<Record<string, string>> = {
  'asia/beijing': 'Asia/Shanghai',
  'asia/shenzhen': 'Asia/Shanghai',
  'asia/guangzhou': 'Asia/Shanghai',
  'china/shanghai': 'Asia/Shanghai',
  'america/boston': 'America/New_York',
  'america/washington': 'America/New_York',
  'asia/mumbai': 'Asia/Kolkata',
};

const FIELDS = 5;

/** Validates an expression and its zone; the refusal says which of the two is wrong and what would do. */
export function parseCronPlan(expression: string, timeZone: string): Result<CronPlan, Refusal> {
  const zoneFault = refuseZone(timeZone);
  if (zoneFault) return failure(zoneFault);
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== FIELDS) {
    return failure(
      new Refusal('SCHEDULE_INVALID', `cron: expected ${FIELDS} fields, got ${fields.length}`, {
        expected: 'minute hour day-of-month month day-of-week',
        actual: expression,
        where: 'cron',
        remedy: 'for example "30 18 * * 1-5": half past six in the evening, Monday to Friday',
      }),
    );
  }
  const plan = { expression: fields.join(' '), timeZone };
  try {
    if (open(plan).nextRun() === null) {
      return failure(refuseExpression(expression, 'it never fires'));
    }
  } catch (error) {
    return failure(refuseExpression(expression, error instanceof Error ? error.message : String(error)));
  }
  return success(plan);
}

function refuseExpression(expression: string, why: string): Refusal {
  return new Refusal('SCHEDULE_INVALID', `cron: "${expression}" is no schedule: ${why}`, {
    expected: 'minute (0-59) hour (0-23) day (1-31) month (1-12) weekday (0-7)',
    actual: expression,
    where: 'cron',
    remedy: 'for example "30 18 * * 1-5"',
  });
}

function refuseZone(timeZone: string): Refusal | null {
  const hint = ZONE_HINTS[timeZone.toLowerCase()];
  if (hint === undefined && isZone(timeZone)) return null;
  return new Refusal('SCHEDULE_INVALID', `time zone: "${timeZone}" is not in the IANA data base`, {
    expected: 'an IANA zone such as Asia/Shanghai or America/New_York',
    actual: timeZone,
    where: 'timeZone',
    remedy: `use ${hint ?? 'Asia/Shanghai'}`,
  });
}

function isZone(timeZone: string): boolean {
  // Offsets such as +08:00 are accepted by Intl, but know no daylight saving: not what a schedule means.
  if (!/^[A-Za-z]/.test(timeZone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** The next `count` firing times after `after`, exclusive, ascending. */
export function nextFirings(plan: CronPlan, after: Date, count: number): Date[] {
  return open(plan).nextRuns(count, after);
}

/**
 * Slots in (after, until], ascending. More than `limit` of them (a plan by the minute after a long
 * downtime) are cut to the latest `limit`.
 */
export function slotsBetween(plan: CronPlan, after: Date, until: Date, limit: number): Date[] {
  const cron = open(plan);
  const slots: Date[] = [];
  let slot = cron.nextRun(after);
  while (slot && slot.getTime() <= until.getTime()) {
    slots.push(slot);
    if (slots.length > limit) slots.shift();
    slot = cron.nextRun(slot);
  }
  return slots;
}

export interface CronWords {
  readonly en: string;
  readonly zh: string;
}

/** The expression in words, with its zone. */
export function explainCron(plan: CronPlan): CronWords {
  const words = (locale: string) =>
    cronstrue.toString(plan.expression, { locale, use24HourTimeFormat: true });
  return { en: `${words('en')} (${plan.timeZone})`, zh: `${words('zh_CN')}（${plan.timeZone}）` };
}

function open(plan: CronPlan): Cron {
  return new Cron(plan.expression, { timezone: plan.timeZone, mode: '5-part', paused: true });
}
